"""Checking a text: paste it or upload it, see every figure judged against the records."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pandeng.access.permissions import Permission
from pandeng.access.request import PageRequest
from pandeng.core.dates import parse_date, parse_datetime
from pandeng.core.errors import DomainError
from pandeng.domain.briefings import report
from pandeng.domain.briefings.checked import Checked
from pandeng.domain.briefings.clean import KINDS, decode
from pandeng.domain.briefings.judge import check
from pandeng.web.ui.download import download

TONES = {
    "confirmed": "good",
    "contradicted": "bad",
    "malformed": "warn",
    "inconsistent": "bad",
    "not_comparable": "warn",
    "unknown": "plain",
}


@require_http_methods(["GET", "POST"])
def page(request: PageRequest) -> HttpResponse:
    """The form, and below it the verdicts. Nothing of the text is kept."""
    if request.method == "GET":
        return render(request, "check/page.html", {"text": ""})
    scope = request.scope
    scope.may(Permission.CHECK_TEXT).require()
    text = ""
    try:
        text, name = _text(request)
        checked = check(
            scope,
            text,
            as_of=parse_date(request.POST.get("as_of")),
            known_at=parse_datetime(request.POST.get("known_at")),
        )
    except DomainError as refused:
        found = {"text": text[:200_000], "refused": refused.message}
        return render(request, "check/page.html", found, status=422)
    form = request.POST.get("format", "")
    if form == "json":
        return JsonResponse(checked.as_json(), json_dumps_params={"ensure_ascii": False})
    if form == "docx":
        return _word(checked, name)
    return render(request, "check/page.html", _shown(checked, text))


def _text(request: PageRequest) -> tuple[str, str]:
    upload = request.FILES.get("file")
    if isinstance(upload, UploadedFile):
        if (upload.size or 0) > settings.UPLOAD_LIMIT_BYTES:
            raise DomainError(_("文件超过10 MB，请拆分后分别上传。"))
        return decode(upload.read(), upload.name or ""), upload.name or ""
    pasted = request.POST.get("text", "")
    if not pasted.strip():
        raise DomainError(_("请粘贴文稿，或选择一个 .txt 或 .docx 文件。"))
    return decode(pasted.encode("utf-8", "replace"), ""), _("粘贴的文稿")


def _shown(checked: Checked, text: str) -> dict[str, Any]:
    pieces = [
        {
            "text": piece,
            "figures": figures,
            "verdict": figures[0].verdict if figures else "",
            "word": _(report.VERDICTS[figures[0].verdict][0]) if figures else "",
            "sign": report.VERDICTS[figures[0].verdict][1] if figures else "",
            "url": figures[0].figure.url if figures and figures[0].figure else "",
        }
        for piece, figures in report.marked(checked)
    ]
    return {
        "text": text,
        "checked": checked,
        "pieces": pieces,
        "summary": [
            {
                "word": _(words),
                "sign": sign,
                "tone": TONES[verdict],
                "count": checked.count(verdict),
            }
            for verdict, (words, sign, _colour) in report.VERDICTS.items()
        ],
        "verdicts": [
            {"of": one, "tone": TONES[one.verdict], "word": _(report.VERDICTS[one.verdict][0])}
            for one in checked.figures
        ],
        "repairs": [
            {"of": repair, "kind": _(KINDS.get(repair.kind, repair.kind))}
            for repair in checked.repairs
        ],
    }


def _word(checked: Checked, name: str) -> HttpResponse:
    return download(report.as_docx(checked, name), "checked.docx")
