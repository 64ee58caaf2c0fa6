"""Two people at once on a running office with two server processes: one succeeds, nothing is doubled."""

import http.cookiejar
import json
import re
import threading
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from pandeng.demo.accounts import PASSWORD


class Person:
    """Somebody who has signed in over HTTP."""

    def __init__(self, server: str, username: str) -> None:
        self.server, self.jar = server, http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.opener.open(f"{server}/sign-in/").read()
        form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": self.token}
        self.opener.open(f"{server}/sign-in/", urllib.parse.urlencode(form).encode()).read()

    @property
    def token(self) -> str:
        return next(cookie.value or "" for cookie in self.jar if cookie.name == "csrftoken")

    def page(self, path: str, form: dict[str, Any] | None = None) -> tuple[int, str]:
        """A page as it is read, or what comes back when its form is sent."""
        told = form and urllib.parse.urlencode({**form, "csrfmiddlewaretoken": self.token}).encode()
        try:
            with self.opener.open(self.server + path, told) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def ask(self, path: str, told: dict[str, Any] | None = None) -> tuple[int, Any]:
        request = urllib.request.Request(
            f"{self.server}/api{path}",
            data=None if told is None else json.dumps(told).encode(),
            headers={"X-CSRFToken": self.token, "Content-Type": "application/json",
                     "Accept": "application/json"},
        )  # fmt: skip
        try:
            with self.opener.open(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)


def at_once(*calls: tuple[Person, str, dict[str, Any]], by_form: bool = False) -> list[Any]:
    gate, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int) -> None:
        gate.wait()
        who, path, told = calls[place]
        answers[place] = who.page(path, told) if by_form else who.ask(path, told)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(calls))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def test_of_two_who_close_at_once_exactly_one_succeeds(server: str) -> None:
    staff, lead, handler, contact = (
        Person(server, name) for name in ("staff", "lead", "handler", "enterprise")
    )
    _status, mine = contact.ask("/demands?limit=1")
    enterprise = mine["rows"][0]["enterprise_id"]
    _status, all_of = staff.ask("/demands?limit=200&status=closed")
    matter = next(row["matter_id"] for row in all_of["rows"] if not row["is_long_cycle"])
    _status, led = handler.ask("/demands?limit=200&status=handling")
    units = [row["department_id"] for row in led["rows"]]
    land = max(units, key=units.count)  # the handler's own; others let the unit assist
    for turn in range(3):
        told = {"enterprise": enterprise, "matter": matter, "title": f"同时销号第{turn}次",
                "channel": "phone", "key": f"at-once-{turn}"}  # fmt: skip
        made = at_once((staff, "/demands", told), (staff, "/demands", told))
        assert [status for status, _told in made] == [201, 201]
        assert made[0][1]["id"] == made[1][1]["id"], "the same form twice is one demand"
        at = f"/demands/{made[0][1]['id']}/steps"
        for who, step, said in (
            (staff, "accept", {}),
            (staff, "assign", {"department": land}),
            (handler, "sign", {}),
            (handler, "answer", {"result": "explained", "evidence": "电话记录", "note": "已说明"}),
            (contact, "confirm", {"satisfied": True}),
        ):
            status, said_back = who.ask(f"{at}/{step}", said)
            assert status == 200, (step, said_back)
        answers = at_once((staff, f"{at}/close", {}), (lead, f"{at}/close", {}))
        assert sorted(status for status, _told in answers) == [200, 422], answers
        _status, whole = staff.ask(f"/demands/{made[0][1]['id']}")
        assert [step["step"] for step in whole["steps"]].count("close") == 1
        assert whole["status"] == "closed"


def test_a_report_is_changed_or_approved_but_not_changed_and_approved_unseen(server: str) -> None:
    staff, county = Person(server, "staff"), Person(server, "county")
    sheet = "/projects/ledger/?month=2022-06"
    _status, open_rows = county.page(f"{sheet}&state=missing")
    project = re.search(r'name="month-(\d+)"', open_rows)[1]  # type: ignore[index]

    def typed(amount: int) -> dict[str, Any]:
        return {"do": "report", f"month-{project}": amount, f"statistics-{project}": 0,
                f"reason-{project}": "已核对"}  # fmt: skip

    def shown() -> tuple[str, str]:
        """The light of the project's row, and what its tick box posts."""
        _status, page = staff.page(sheet)
        row = page.partition(f'href="/projects/{project}/"')[2].partition("</tr>")[0]
        return row, re.search(r'value="(\d+-\w+)"', row)[1]  # type: ignore[index]

    for turn in range(4):
        first, second = 100 + turn, 200 + turn
        assert county.page(sheet, typed(first))[0] == 200
        _row, seen = shown()
        changed, approved = at_once(
            (county, sheet, typed(second)),
            (staff, sheet, {"do": "review", "pick": seen}),
            by_form=True,
        )
        row, now = shown()
        assert sorted((changed[0], approved[0])) == [200, 422]
        assert ("已审核" in row) == (approved[0] == 200)
        assert f"{first if approved[0] == 200 else second}万元" in row
        back = {"do": "return", "pick": now, "why": "请重报"}
        assert staff.page(sheet, back)[0] == 200
