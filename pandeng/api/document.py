"""The OpenAPI document: what ninja writes of its routes, each list and record by its own address, and every
answer that an operation may give."""

from functools import cached_property
from http.client import responses
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from pandeng.access import workable
from pandeng.api import schemas
from pandeng.api.routes.imports import CommitIn, ReadingIn
from pandeng.api.routes.processes import PROCESSES
from pandeng.api.schemas import ID, TEXT, Schema
from pandeng.api.steps import MAX_ROWS
from pandeng.core.fields import field_of, title_of
from pandeng.core.refusal import CODES
from pandeng.domain.indicators.slices import SLICES
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.domain.registers.lists import choosable
from pandeng.domain.registers.register import Register

REFUSED = (400, 401, 403, 404, 409, 413, 422, 429, 503)
METHODS = frozenset({"get", "post", "put", "patch", "delete"})
DAY: Schema = {"type": "string", "format": "date"}
TIME: Schema = {"type": "string", "format": "date-time"}
WHY: Schema = {"type": "string", "maxLength": 200}
SENT_AS_IT_IS: Schema = {"application/octet-stream": {"schema": {"type": "string"}}}


def in_query(name: str, schema: Schema, said: str = "") -> Schema:
    found: Schema = {"in": "query", "name": name, "schema": schema, "required": False}
    return found | ({"description": said} if said else {})


def in_path(name: str, schema: Schema) -> Schema:
    return {"in": "path", "name": name, "schema": schema, "required": True}


def as_of() -> Schema:
    return in_query("as_of", DAY, _("截至哪天"))


def known_at() -> Schema:
    return in_query("known_at", TIME, _("按哪个时点所知"))


def about(title: object, word: str) -> str:
    return _("%(title)s：%(word)s") % {"title": title, "word": word}


class Document:
    """The document of ninja, made whole."""

    def __init__(self, written: Any) -> None:
        self.written = dict(written)
        self.paths: dict[str, Any] = dict(self.written["paths"])
        self.shapes: dict[str, Any] = dict(self.written["components"]["schemas"])

    def whole(self) -> dict[str, Any]:
        self.shapes |= {"Refusal": self.refusal, "ReadingIn": _shape(ReadingIn)}
        self.shapes |= {
            "CommitIn": _shape(CommitIn),
            "ImportPreview": PREVIEW,
            "Imported": IMPORTED,
        }
        for register in REGISTERS.values():
            self._register(register)
        for path in self.paths:
            if "figures/{name}" in path:
                self._figure(self.paths[path]["get"])
        for operations in self.paths.values():
            for method, one in operations.items():
                if method in METHODS:
                    self._with_refusals(one, method)
        components = self.written["components"] | {"schemas": dict(sorted(self.shapes.items()))}
        return self.written | {"paths": self.paths, "components": components}

    @cached_property
    def refusal(self) -> Schema:
        place = {
            "type": "object",
            "properties": {"at": TEXT, "said": TEXT},
            "required": ["at", "said"],
        }
        properties = {
            "code": {"type": "string", "enum": sorted(set(CODES.values()))},
            "error": TEXT | {"description": "the sentence for a person"},
            "details": {"type": "array", "items": place},
        }
        return {"type": "object", "properties": properties, "required": sorted(properties)}

    # -- one kind of record -----------------------------------------------------------------------

    def _register(self, register: Register) -> None:
        name = "".join(part.title() for part in register.route.replace("-", "_").split("_"))
        self.shapes |= {f"{name}Row": schemas.row(register), f"{name}": schemas.record(register)}
        at = f"{settings.API_PATH}records/{register.path}"
        of, title = {"tags": [register.path.split("/")[0]]}, str(register.title)
        self.paths[at] = {
            "get": of
            | {
                "operationId": f"list_{register.route}",
                "summary": about(title, _("列表")),
                "parameters": self._of_list(register),
                "responses": _answered({"type": "object", "properties": {
                    "rows": {"type": "array", "items": _ref(f"{name}Row")},
                    "next": {"type": ["integer", "null"], "description": "offset of the next rows"},
                    "cursor": {"type": ["string", "null"], "description": "where to go on"},
                }, "required": ["rows", "next", "cursor"]}),
            }
        }  # fmt: skip
        one = self.paths[f"{at}/{{id}}"] = {
            "get": of
            | {
                "operationId": f"read_{register.route}",
                "summary": about(title, _("一条")),
                "parameters": [in_path("id", ID), known_at()],
                "responses": _answered(_ref(name)),
            }
        }
        if register.works:
            self._by_hand(register, name, at, one, of)
        if register.path in PROCESSES:
            self._steps(register, name, at, of)
        if register.takes_tables:
            self._imports(register, of)

    def _of_list(self, register: Register) -> list[Schema]:
        orders = sorted(register.sorts())
        asked = [
            in_query("q", {"type": "string", "maxLength": 200}, _("搜索")),
            in_query("sort", {"type": "string", "enum": [*orders, *(f"-{one}" for one in orders)]}),
            in_query(
                "limit", {"type": "integer", "minimum": 1, "maximum": MAX_ROWS, "default": 50}
            ),
            in_query("offset", {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0}),
            in_query(
                "cursor",
                {"type": "string", "pattern": "^[0-9]{0,18}$"},
                _("从头取起写空，接着用上一次答复中的"),
            ),
            in_query("updated_since", TIME, _("只要此后有更改的")),
            as_of(),
            known_at(),
        ]
        for name in choosable(register):
            item = field_of(register.model, name)
            told = ID if item.is_relation else schemas.to_send(item, "")
            asked.append(in_query(name, told | {"title": title_of(register.model, name)}))
        return asked

    def _by_hand(
        self, register: Register, name: str, at: str, one: Schema, of: dict[str, Any]
    ) -> None:
        work, title = register.work, str(register.title)
        made = {"201": _content("made", _ref(name))}

        def sends(verb: str, **told: Schema) -> Schema:
            needed = [
                key for key in ("why", "on") if key in told and verb not in ("enter", "correct")
            ]
            shape = {"type": "object", "properties": told, "required": needed}
            return of | {
                "operationId": f"{verb}_{register.route}",
                "summary": about(title, work.word(verb)),
                "requestBody": _body(shape),
                "responses": made if verb == workable.ENTER else _answered(_ref(name)),
            }

        fields, kept = schemas.values(work, work.fields, is_new=True), work.asked(is_new=False)
        self.paths[at]["post"] = sends("enter", values=fields, why=WHY)
        self.paths[at]["post"]["requestBody"]["content"]["application/json"]["schema"][
            "required"
        ] = ["values"]
        more = {"parameters": [in_path("id", ID)]}
        one["post"] = more | sends("correct", values=schemas.values(work, kept), why=WHY, seen=ID)
        told: dict[str, dict[str, Schema]] = {
            workable.MOVE: {"values": schemas.values(work, work.moves), "on": DAY, "why": WHY},
            workable.END: {"values": schemas.values(work, work.ending), "on": DAY, "why": WHY},
            workable.WITHDRAW: {"why": WHY},
            workable.RESTORE: {"why": WHY},
        }
        for verb in work.verbs:
            if verb in told:
                self.paths[f"{at}/{{id}}/{verb}"] = {"post": more | sends(verb, **told[verb])}
        gone = {"type": "object", "properties": {"withdrawn": ID}, "required": ["withdrawn"]}
        self.paths[f"{at}/{{id}}/withdraw"]["post"]["responses"] = _answered(gone)

    def _steps(self, register: Register, name: str, at: str, of: dict[str, Any]) -> None:
        process = PROCESSES[register.path]
        shape = _shape(process.shape)
        self.shapes[process.shape.__name__] = shape
        for step in process.steps:
            self.paths[f"{at}/{{id}}/steps/{step}"] = {
                "post": of
                | {
                    "operationId": f"{step}_{register.route}",
                    "summary": about(register.title, _(process.table.step_words[step])),
                    "parameters": [in_path("id", ID)],
                    "requestBody": _body(_ref(process.shape.__name__)),
                    "responses": _answered(_ref(name)),
                }
            }

    def _imports(self, register: Register, of: dict[str, Any]) -> None:
        at = f"{settings.API_PATH}imports/{register.path}"
        head = {"in": "header", "name": "X-File-Name", "schema": TEXT, "required": False}
        uid = in_path("uid", {"type": "string", "format": "uuid"})
        undone = {"type": "object", "properties": {"touched": {"type": "integer"}}}
        rows: tuple[tuple[str, str, Schema, Schema], ...] = (
            ("send", _("送表预览"), {"requestBody": {"content": SENT_AS_IT_IS, "required": True}}, _answered(_ref("ImportPreview"))),
            ("preview", _("换工作表或列再预览"), {"requestBody": _body(_ref("ReadingIn"))}, _answered(_ref("ImportPreview"))),
            ("commit", _("写入"), {"requestBody": _body(_ref("CommitIn"))}, {"201": _content("written", _ref("Imported"))}),
            ("{uid}/undo", _("撤回"), {"parameters": [uid]}, _answered(undone)),
        )  # fmt: skip
        for end, word, asked, answered in rows:
            verb = end.rpartition("/")[2]
            self.paths[f"{at}/{end}"] = {
                "post": of
                | {"operationId": f"import_{verb}_{register.route}", "summary": about(register.title, word)}
                | asked
                | {"responses": answered}
            }  # fmt: skip
        self.paths[f"{at}/send"]["post"]["parameters"] = [head]

    # -- what every operation has -------------------------------------------------------------------

    def _figure(self, one: Schema) -> None:
        year = in_query("year", {"type": "integer", "minimum": 2000, "maximum": 2100})
        slices = [in_query(name, TEXT, str(of.title)) for name, of in SLICES.items()]
        one["parameters"] = [*one["parameters"], as_of(), known_at(), year, *slices]

    def _with_refusals(self, one: Schema, method: str) -> None:
        refused = {str(status): _content(responses[status], _ref("Refusal")) for status in REFUSED}
        told = {str(status): answer for status, answer in one["responses"].items()}
        one["responses"] = told | refused
        one.setdefault("security", [{"Token": []}, {"SessionAuth": []}])
        if method != "get":
            key = {"in": "header", "name": "Idempotency-Key", "required": False}
            key["schema"] = {"type": "string", "maxLength": 200, "pattern": "^[!-~]*$"}
            one["parameters"] = [*one.get("parameters", ()), key]


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(said: str, schema: Schema) -> Schema:
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _answered(schema: Schema) -> Schema:
    return {"200": _content("OK", schema)}


def _body(schema: Schema) -> Schema:
    return {"content": {"application/json": {"schema": schema}}, "required": True}


def _shape(model: Any) -> Schema:
    return dict(model.model_json_schema(ref_template="#/components/schemas/{model}"))


_COUNTS: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}
_TEXTS: Schema = {"type": "array", "items": TEXT}
_BY_NAME: Schema = {"type": "object", "additionalProperties": TEXT}
PREVIEW: Schema = {
    "type": "object",
    "properties": {
        "file": TEXT,
        "sheets": _TEXTS,
        "sheet": TEXT,
        "fields": _BY_NAME,
        "titles": _TEXTS,
        "columns": _BY_NAME,
        "counts": _COUNTS,
        "lines": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["file", "sheets", "sheet", "fields", "titles", "columns", "counts", "lines"],
}
IMPORTED: Schema = {
    "type": "object",
    "properties": {"uid": TEXT, "counts": _COUNTS},
    "required": ["uid", "counts"],
}
