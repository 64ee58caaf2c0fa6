"""The administrator keeps units, people, packs and the log, and reads nothing of the office's work."""

from collections.abc import Callable

from django.apps import apps
from django.test import Client

from pandeng.access.actions import add_membership
from pandeng.access.models import Department, User
from pandeng.access.records import ClusterRecord
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.core.models import AuditEvent
from pandeng.domain.demands.models import Demand
from pandeng.domain.registers.catalogue import REGISTERS
from pandeng.web.ui.navigation import ENTRIES, SETTINGS
from tests.access.conftest import NOW

SignedIn = Callable[[str], Client]
# What an administrator keeps, and the notices to the person themselves.
KEPT = {"access", "packs", "notices", "hooks"}


def test_of_every_kind_of_record_of_the_work_the_administrator_sees_none(
    scope_of: Callable[[str], Scope],
) -> None:
    admin, lead = scope_of("admin"), scope_of("lead")
    records = [model for model in apps.get_models() if issubclass(model, ClusterRecord)]
    work = [model for model in records if model._meta.app_label not in KEPT]
    assert sum(model.objects.visible_to(lead).exists() for model in work) > 40
    seen = [model._meta.label for model in work if model.objects.visible_to(admin).exists()]
    assert seen == []
    assert Department.objects.visible_to(admin).exists()


def test_the_menu_holds_administration_and_nothing_else(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    arrived = admin.get("/")
    assert arrived.headers["Location"] == "/administration/users/"
    page = admin.get("/administration/users/").content.decode()
    menu = page.split('aria-label="主菜单"')[1].split("</nav>")[0]
    kept = [page for code in SETTINGS for page in ENTRIES[code].places]
    firsts = [ENTRIES[code].places[0] for code in SETTINGS]  # the others stand beside them
    may = [page for page in firsts if page.permission in ROLES["administrator"].may]
    assert len(may) > 4
    assert all(f'href="{page.path}"' in menu for page in may)
    work = {page.path for entry in ENTRIES.values() for page in entry.places} - {
        p.path for p in kept
    }
    assert not any(f'href="{path}"' in menu for path in work)
    assert "data-find" not in page


def test_no_page_of_the_work_opens(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    work = ["/work/", "/figures/", "/check/", "/leader/", "/find/?q=液压", "/portal/"]
    for address in [*work, "/api/demands", *(f"/{path}/" for path in REGISTERS)]:
        answer = admin.get(address)
        assert answer.status_code == 403, address
        said = answer.content.decode("unicode_escape") + answer.content.decode()
        assert "不看业务台账" in said, address


def test_the_log_tells_that_a_demand_was_worked_and_not_what_it_says(signed_in: SignedIn) -> None:
    event = AuditEvent.objects.filter(target_kind=Demand._meta.label).latest("id")
    demand = Demand.objects.get(pk=event.target_id)
    path = f"/administration/audit/{event.pk}/"
    whole, closed = (signed_in(who).get(path).content.decode() for who in ("auditor", "admin"))
    assert f"诉求 #{demand.pk}" in closed
    assert "不在您的查看范围内" in closed
    assert "不在您的查看范围内" not in whole
    assert f'href="/demands/{demand.pk}/"' in whole
    assert f'href="/demands/{demand.pk}/"' not in closed
    assert "<th" in whole.split("<main")[1]
    assert "<th" not in closed.split("<main")[1]


def test_a_reason_given_for_a_record_of_the_work_stays_with_the_work(signed_in: SignedIn) -> None:
    events = AuditEvent.objects.filter(target_kind__startswith="projects.").order_by("-id")
    event = next(one for one in events if one.why)
    path = f"/administration/audit/{event.pk}/"
    assert event.why in signed_in("auditor").get(path).content.decode()
    assert event.why not in signed_in("admin").get(path).content.decode()


def test_whoever_also_works_in_the_office_reads_what_that_role_reads(
    signed_in: SignedIn, office: Scope
) -> None:
    admin, county = User.objects.get(username="admin"), Department.objects.get(code="370811")
    since = NOW.date()
    add_membership(
        admin, role="county_reporter", department=county, since=since, by=office, now=NOW
    )
    both = signed_in("admin")
    assert both.get("/enterprises/").status_code == 200
    assert both.get("/administration/users/").status_code == 200
