"""The entries of the side bar, in the order in which the office works, each with who sees it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope

MAX_MENUS = 512  # roles, languages, and which entry is open


@dataclass(frozen=True)
class Entry:
    route: str
    title: str | Promise
    icon: str
    permission: Permission | None = None  # None: every role that does business sees it
    inside: bool = False  # nobody from outside the office

    @cached_property
    def path(self) -> str:
        return reverse(self.route)

    def is_here(self, path: str) -> bool:
        return path == "/" if self.path == "/" else path.startswith(self.path)


SECTIONS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        pgettext_lazy("menu", "调度"),
        (
            Entry(
                "portal",
                pgettext_lazy("menu", "我的诉求"),
                "message-report",
                Permission.DEMAND_CONFIRM,
            ),
            Entry("cockpit", pgettext_lazy("menu", "驾驶舱"), "layout-dashboard", inside=True),
            Entry("my_work", pgettext_lazy("menu", "我的工作"), "inbox"),
            Entry(
                "my_enterprises",
                pgettext_lazy("menu", "我服务的企业"),
                "building-community",
                Permission.SERVE_ENTERPRISES,
            ),
            Entry(
                "leader",
                pgettext_lazy("menu", "领导视图"),
                "presentation",
                Permission.READ_LEADER,
            ),
            Entry(
                "instruction_list",
                pgettext_lazy("menu", "批示"),
                "flag",
                Permission.READ_INSTRUCTIONS,
            ),
            Entry("target_list", pgettext_lazy("menu", "目标"), "target-arrow"),
            Entry("ladder", pgettext_lazy("menu", "攀登阶梯"), "trending-up"),
            Entry("figures", pgettext_lazy("menu", "指标"), "chart-bar"),
            Entry("wall", pgettext_lazy("menu", "挂图作战"), "presentation"),
            Entry("check", pgettext_lazy("menu", "文稿核对"), "file-search", Permission.CHECK_TEXT),
        ),
    ),
    (
        pgettext_lazy("menu", "台账"),
        (
            Entry("enterprises", pgettext_lazy("menu", "企业"), "building-factory-2"),
            Entry("chains", pgettext_lazy("menu", "产业链"), "hierarchy-3"),
            Entry("platforms", pgettext_lazy("menu", "创新平台"), "bulb"),
            Entry("carriers", pgettext_lazy("menu", "园区载体"), "building-community"),
            Entry("projects", pgettext_lazy("menu", "项目"), "crane"),
            Entry("demand_queue", pgettext_lazy("menu", "诉求"), "message-report"),
            Entry("teams", pgettext_lazy("menu", "小组"), "users-group"),
            Entry("banks", pgettext_lazy("menu", "银行"), "building-bank", Permission.INVITE_BANK),
            Entry("surveys", pgettext_lazy("menu", "排查"), "clipboard-list"),
            Entry("titles", pgettext_lazy("menu", "称号"), "award"),
            Entry("outcomes", pgettext_lazy("menu", "成果"), "report-money"),
            Entry(
                "duplicates",
                pgettext_lazy("menu", "疑似重复"),
                "layers-intersect",
                Permission.SETTLE_DUPLICATES,
            ),
        ),
    ),
    (
        pgettext_lazy("menu", "系统管理"),
        (
            Entry("unit_list", pgettext_lazy("menu", "单位"), "building", Permission.READ_USERS),
            Entry(
                "users",
                pgettext_lazy("menu", "用户"),
                "user-cog",
                Permission.READ_USERS,
            ),
            Entry(
                "packs",
                pgettext_lazy("menu", "政策包"),
                "package",
                Permission.READ_PACKS,
            ),
            Entry(
                "work_calendar",
                pgettext_lazy("menu", "工作日历"),
                "calendar",
                Permission.EDIT_CALENDAR,
            ),
            Entry(
                "robots",
                pgettext_lazy("menu", "群机器人"),
                "robot",
                Permission.EDIT_ROBOT,
            ),
            Entry(
                "hooks",
                pgettext_lazy("menu", "事件推送"),
                "robot",
                Permission.EDIT_ROBOT,
            ),
            Entry(
                "service_tokens",
                pgettext_lazy("menu", "接口令牌"),
                "key",
                Permission.READ_USERS,
            ),
            Entry(
                "audit",
                pgettext_lazy("menu", "审计记录"),
                "history",
                Permission.READ_AUDIT,
            ),
            Entry(
                "erase_person",
                pgettext_lazy("menu", "删除个人信息"),
                "shield-lock",
                Permission.ERASE_PERSONAL,
            ),
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
    links: tuple[Link, ...]


def sections_for(scope: Scope, path: str) -> tuple[Section, ...]:
    """What this person sees; a section with nothing in it is left out."""
    shown = []
    for title, entries in SECTIONS:
        links = tuple(
            Link(entry.path, str(entry.title), entry.icon, entry.is_here(path))
            for entry in entries
            if _sees(scope, entry)
        )
        if links:
            shown.append(Section(str(title), links))
    return tuple(shown)


def _sees(scope: Scope, entry: Entry) -> bool:
    if entry.inside and scope.is_outside:
        return False
    return bool(scope.may(entry.permission)) if entry.permission else scope.does_business


def home_of(scope: Scope) -> str:
    """The route of the page on which a person arrives: of the office its cockpit, of others their own."""
    if not scope.does_business:
        return "users"
    if not scope.is_outside:
        return "cockpit"
    return "portal" if scope.may(Permission.DEMAND_CONFIRM) else "my_enterprises"


@lru_cache(maxsize=MAX_MENUS)
def menu_of(sections: tuple[Section, ...]) -> SafeString:
    """The side bar as the page shows it; it follows from its words and addresses alone."""
    return render_to_string("_menu.html", {"menu": sections})
