"""The entries of the side bar, in the order in which the office works, each with who sees it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pandeng.access.scope import Scope


@dataclass(frozen=True)
class Entry:
    path: str
    title: str | Promise
    icon: str
    verb: str = ""  # empty: every role of the cluster sees it

    def is_here(self, path: str) -> bool:
        return path == "/" if self.path == "/" else path.startswith(self.path)


SECTIONS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("调度"),
        (
            Entry("/", _("驾驶舱"), "layout-dashboard"),
            Entry("/targets/", _("目标"), "target-arrow"),
            Entry("/figures/", _("指标"), "chart-bar"),
            Entry("/check/", _("文稿核对"), "file-search", "check_text"),
        ),
    ),
    (
        _("台账"),
        (
            Entry("/enterprises/", _("企业"), "building-factory-2"),
            Entry("/chains/", _("产业链"), "hierarchy-3"),
            Entry("/platforms/", _("创新平台"), "bulb"),
            Entry("/projects/", _("项目"), "crane"),
            Entry("/demands/", _("诉求"), "message-report"),
            Entry("/teams/", _("小组"), "users-group"),
            Entry("/surveys/", _("排查"), "clipboard-list"),
            Entry("/titles/", _("称号"), "award"),
            Entry("/outcomes/", _("成果"), "report-money"),
        ),
    ),
    (
        _("系统管理"),
        (
            Entry("/administration/users/", _("用户"), "user-cog", "read_users"),
            Entry("/administration/packs/", _("政策包"), "package", "read_packs"),
            Entry("/administration/audit/", _("审计记录"), "history", "read_audit"),
        ),
    ),
)


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    path: str
    title: str
    icon: str
    here: bool


@dataclass(frozen=True)
class Section:
    title: str
    links: list[Link]


def sections_for(scope: Scope, path: str) -> list[Section]:
    """What this person sees; a section with nothing in it is left out."""
    shown = []
    for title, entries in SECTIONS:
        links = [
            Link(entry.path, str(entry.title), entry.icon, entry.is_here(path))
            for entry in entries
            if not entry.verb or scope.may(entry.verb)
        ]
        if links:
            shown.append(Section(str(title), links))
    return shown
