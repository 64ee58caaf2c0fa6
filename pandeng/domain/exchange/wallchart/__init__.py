"""The wall chart on paper: A0 with every project, A3 lists per county or leader, A4 of one project."""

import io
from dataclasses import dataclass
from datetime import datetime

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from pandeng.access.models import Cluster
from pandeng.access.scope import Scope
from pandeng.core.errors import DomainError
from pandeng.domain.exchange.wallchart import charts, paper, sheet
from pandeng.domain.projects.wall import ProjectSheet, Wall

PAPERS = ("A0", "A3", "A4")
VIEWS = ("progress", "guarantee")


@dataclass(frozen=True)
class Printed:
    """A finished PDF and the name under which it is kept."""

    name: str
    data: bytes


def chart_pdf(
    scope: Scope,
    wall: Wall,
    page: str,
    *,
    narrowed: dict[str, str],
    query: dict[str, str],
    view: str = "progress",
    by: str = "county",
) -> Printed:
    """The chart on A0 or A3. `narrowed` says in words what it is narrowed to, `query` is its address."""
    if not wall.rows:
        raise DomainError(_("没有符合条件的项目，不生成空图；请放宽条件或换一个截至日期。"))
    if view not in VIEWS:
        raise DomainError(_("图种应为 progress（作战进度图）或 guarantee（作战保障图）。"))
    words = "　".join(f"{title}：{value}" for title, value in narrowed.items())
    asked = {"as_of": wall.as_of.isoformat(), **query}
    if view != "progress":
        asked["view"] = view
    about = _about(scope, wall.known_at, f"{reverse('wall')}?{urlencode(asked)}", words, view)
    if page == "A0":
        sheets = charts.a0(wall, about, by)
    elif page == "A3":
        sheets = charts.a3(wall, about, by)
    else:
        raise DomainError(_("整图用 A0 或 A3 打印；A4 是单个项目的项目页。"))
    name = f"wallchart-{page}-{wall.as_of.isoformat()}.pdf"
    return Printed(name, paper.pdf(sheets, title=about.title(wall)))


def project_pdf(scope: Scope, project: ProjectSheet, known_at: datetime | None) -> Printed:
    """The A4 page of one project."""
    page = reverse("project", args=[project.row.project_id])
    address = f"{page}?{urlencode({'as_of': project.as_of.isoformat()})}"
    about = _about(scope, known_at, address, "", "progress")
    name = f"project-{project.row.code}-{project.as_of.isoformat()}.pdf"
    return Printed(name, paper.pdf(sheet.a4(project, about), title=project.row.name))


def _about(
    scope: Scope, known_at: datetime | None, path: str, narrowed: str, view: str
) -> charts.About:
    cluster = Cluster.objects.get(id=scope.in_cluster())
    known = (
        _("按%(at)s所知") % {"at": timezone.localtime(known_at).strftime("%Y-%m-%d %H:%M")}
        if known_at
        else _("按现在所知")
    )
    address = f"{settings.PUBLIC_URL}{path}"
    out = io.BytesIO()
    image = segno.make(address, error="m")
    image.save(out, kind="svg", border=2, xmldecl=False, light="white")
    return charts.About(cluster.name, narrowed, known, address, out.getvalue().decode(), view)
