"""The side bar of every role, the pages under each entry, and the page on which a person arrives."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from pandeng.access.permissions import Permission
from pandeng.access.roles import ROLES
from pandeng.access.scope import Scope
from pandeng.domain.registers.catalogue import group_of

MAX_MENUS = 512  # roles, languages, and which entry is open


@dataclass(frozen=True)
class MenuPage:
    """A page that stands under an entry. Without a permission every role that does business sees it."""

    route: str
    title: str | Promise
    permission: Permission | None = None
    inside: bool = False  # nobody from outside the office

    @cached_property
    def path(self) -> str:
        return reverse(self.route)

    def is_open_to(self, scope: Scope) -> bool:
        if self.inside and scope.is_outside:
            return False
        return bool(scope.may(self.permission)) if self.permission else scope.does_business


@dataclass(frozen=True)
class Entry:
    """An object of the work with its pages: the first that a person sees is where the entry leads.

    `words` are the lists of raw records that belong to it, by their first part of the address.
    """

    code: str
    title: str | Promise
    icon: str
    places: tuple[MenuPage, ...]
    words: tuple[str, ...] = ()

    def owns(self, path: str) -> int:
        """How much of an address is that of this entry: the longest of its pages under which it lies."""
        starts = (*(place.path for place in self.places), *(f"/{word}/" for word in self.words))
        return max(
            (len(start) for start in starts if start != "/" and path.startswith(start)), default=0
        )

    def begins(self, path: str) -> int:
        """How much of an address its first page is: of two entries that own it alike the nearer is meant."""
        first = self.places[0].path
        return len(first) if path.startswith(first) else 0


def _entry(code: str, title: Promise, icon: str, *places: MenuPage, words: str = "") -> Entry:
    return Entry(code, title, icon, places, tuple(words.split()))


# fmt: off
ENTRIES: dict[str, Entry] = {
    entry.code: entry
    for entry in (
        _entry("today", pgettext_lazy("menu", "今日"), "inbox",
            MenuPage("my_work", pgettext_lazy("menu", "我的工作")),
            MenuPage("instruction_list", pgettext_lazy("menu", "批示"), Permission.READ_INSTRUCTIONS),
            MenuPage("notices", pgettext_lazy("menu", "提醒"))),
        _entry("brief", pgettext_lazy("menu", "简报"), "presentation",
            MenuPage("leader", pgettext_lazy("menu", "领导视图"), Permission.READ_LEADER)),
        _entry("cockpit", pgettext_lazy("menu", "驾驶舱"), "layout-dashboard",
            MenuPage("cockpit", pgettext_lazy("menu", "驾驶舱"), inside=True),
            MenuPage("target_list", pgettext_lazy("menu", "目标")),
            MenuPage("figures", pgettext_lazy("menu", "指标")),
            MenuPage("leader", pgettext_lazy("menu", "领导视图"), Permission.READ_LEADER),
            words="targets framework"),
        _entry("returns", pgettext_lazy("menu", "填报"), "clipboard-list",
            MenuPage("sheet", pgettext_lazy("menu", "月度填报"), Permission.REPORT_STATEMENT),
            MenuPage("project_ledger", pgettext_lazy("menu", "项目月报"), Permission.EDIT_PROJECT),
            MenuPage("surveys", pgettext_lazy("menu", "排查"), Permission.EDIT_SURVEY)),
        _entry("enterprises", pgettext_lazy("menu", "企业"), "building-factory-2",
            MenuPage("enterprises", pgettext_lazy("menu", "企业")),
            MenuPage("ladder", pgettext_lazy("menu", "攀登阶梯")),
            MenuPage("sheet", pgettext_lazy("menu", "月度填报"), Permission.REPORT_STATEMENT),
            MenuPage("totals", pgettext_lazy("menu", "填报汇总"), inside=True),
            MenuPage("titles", pgettext_lazy("menu", "称号")),
            MenuPage("surveys", pgettext_lazy("menu", "排查")),
            MenuPage("teams", pgettext_lazy("menu", "小组")),
            MenuPage("banks", pgettext_lazy("menu", "银行"), Permission.INVITE_BANK),
            MenuPage("duplicates", pgettext_lazy("menu", "疑似重复"), Permission.SETTLE_DUPLICATES),
            words="enterprises surveys titles teams"),
        _entry("wall", pgettext_lazy("menu", "挂图作战"), "map-pin",
            MenuPage("wall", pgettext_lazy("menu", "挂图作战")),
            MenuPage("county_map", pgettext_lazy("menu", "地图"))),
        _entry("projects", pgettext_lazy("menu", "项目"), "crane",
            MenuPage("projects", pgettext_lazy("menu", "项目列表")),
            MenuPage("wall", pgettext_lazy("menu", "挂图作战")),
            MenuPage("county_map", pgettext_lazy("menu", "地图")),
            MenuPage("project_lights", pgettext_lazy("menu", "亮灯")),
            MenuPage("project_figures", pgettext_lazy("menu", "投资")),
            MenuPage("project_ledger", pgettext_lazy("menu", "项目月报")),
            MenuPage("project_forecast", pgettext_lazy("menu", "预测")),
            MenuPage("compare_projects", pgettext_lazy("menu", "比对")),
            words="projects"),
        _entry("demands", pgettext_lazy("menu", "诉求"), "message-report",
            MenuPage("demand_queue", pgettext_lazy("menu", "诉求列表")),
            MenuPage("board", pgettext_lazy("menu", "看板")),
            MenuPage("units", pgettext_lazy("menu", "各单位办理情况"), inside=True),
            MenuPage("call_backs", pgettext_lazy("menu", "回访"), inside=True),
            MenuPage("demands_consultations", pgettext_lazy("menu", "会商"), inside=True),
            MenuPage("demands_slips", pgettext_lazy("menu", "督办单"), inside=True),
            MenuPage("outcomes", pgettext_lazy("menu", "成果")),
            words="demands outcomes"),
        _entry("instructions", pgettext_lazy("menu", "批示"), "flag",
            MenuPage("instruction_list", pgettext_lazy("menu", "批示"), Permission.READ_INSTRUCTIONS),
            MenuPage("demands_slips", pgettext_lazy("menu", "督办单"), inside=True),
            words="instructions"),
        _entry("chains", pgettext_lazy("menu", "产业链"), "hierarchy-3",
            MenuPage("chains", pgettext_lazy("menu", "产业链")),
            MenuPage("platforms", pgettext_lazy("menu", "创新平台")),
            MenuPage("carriers", pgettext_lazy("menu", "园区载体")),
            words="chains platforms carriers"),
        _entry("reports", pgettext_lazy("menu", "材料"), "file-search",
            MenuPage("check", pgettext_lazy("menu", "文稿核对"), Permission.CHECK_TEXT)),
        _entry("targets", pgettext_lazy("menu", "本县目标"), "target-arrow",
            MenuPage("target_list", pgettext_lazy("menu", "目标")), words="targets"),
        _entry("unit", pgettext_lazy("menu", "本单位成绩"), "chart-bar",
            MenuPage("units", pgettext_lazy("menu", "各单位办理情况"), inside=True)),
        _entry("served", pgettext_lazy("menu", "我服务的企业"), "building-community",
            MenuPage("my_enterprises", pgettext_lazy("menu", "我服务的企业"), Permission.SERVE_ENTERPRISES)),
        _entry("visits", pgettext_lazy("menu", "走访"), "calendar",
            MenuPage("visit_calendar", pgettext_lazy("menu", "走访")),
            MenuPage("coverage", pgettext_lazy("menu", "覆盖情况")),
            words="teams"),
        _entry("outcomes", pgettext_lazy("menu", "成果"), "report-money",
            MenuPage("outcomes", pgettext_lazy("menu", "成果")), words="outcomes"),
        _entry("portal", pgettext_lazy("menu", "我的诉求"), "message-report",
            MenuPage("portal", pgettext_lazy("menu", "我的诉求"), Permission.DEMAND_CONFIRM)),
        _entry("own_data", pgettext_lazy("menu", "我的数据"), "building-factory-2",
            MenuPage("sheet", pgettext_lazy("menu", "月度填报"), Permission.REPORT_STATEMENT),
            MenuPage("enterprises", pgettext_lazy("menu", "企业")),
            words="enterprises"),
        _entry("own_titles", pgettext_lazy("menu", "政策与称号"), "award",
            MenuPage("titles", pgettext_lazy("menu", "称号")), words="titles"),
        _entry("people", pgettext_lazy("menu", "用户"), "user-cog",
            MenuPage("users", pgettext_lazy("menu", "用户"), Permission.READ_USERS),
            MenuPage("erase_person", pgettext_lazy("menu", "删除个人信息"), Permission.ERASE_PERSONAL)),
        _entry("unit_list", pgettext_lazy("menu", "单位"), "building",
            MenuPage("unit_list", pgettext_lazy("menu", "单位"), Permission.READ_USERS)),
        _entry("tokens", pgettext_lazy("menu", "接口令牌"), "key",
            MenuPage("service_tokens", pgettext_lazy("menu", "接口令牌"), Permission.READ_USERS)),
        _entry("hooks", pgettext_lazy("menu", "事件推送"), "robot",
            MenuPage("hooks", pgettext_lazy("menu", "事件推送"), Permission.EDIT_ROBOT)),
        _entry("packs", pgettext_lazy("menu", "政策包"), "package",
            MenuPage("packs", pgettext_lazy("menu", "政策包"), Permission.READ_PACKS)),
        _entry("calendar", pgettext_lazy("menu", "工作日历"), "calendar",
            MenuPage("work_calendar", pgettext_lazy("menu", "工作日历"), Permission.EDIT_CALENDAR)),
        _entry("robots", pgettext_lazy("menu", "群机器人"), "robot",
            MenuPage("robots", pgettext_lazy("menu", "群机器人"), Permission.EDIT_ROBOT)),
        _entry("audit", pgettext_lazy("menu", "审计记录"), "history",
            MenuPage("audit", pgettext_lazy("menu", "审计记录"), Permission.READ_AUDIT)),
        _entry("ledgers", pgettext_lazy("menu", "台账中心"), "layers-intersect",
            MenuPage("ledgers", pgettext_lazy("menu", "台账中心"))),
    )
}
# What each role sees, its home first: at most eight entries. Whatever else it may open stands in 台账中心.
MENUS: dict[str, str] = {
    "municipal_leader": "brief cockpit wall instructions served ledgers",
    "office_lead": "today cockpit enterprises projects demands chains reports ledgers",
    "office_staff": "today cockpit enterprises projects demands chains reports ledgers",
    "department_handler": "today demands instructions unit projects cockpit ledgers",
    "county_reporter": "today returns projects enterprises demands targets cockpit ledgers",
    "stationed_officer": "served visits demands outcomes today ledgers",
    "lead_bank_manager": "served visits demands outcomes ledgers",
    "enterprise_contact": "portal own_data own_titles ledgers",
    "auditor": "audit people packs cockpit enterprises projects demands ledgers",
    "administrator": "people unit_list tokens packs calendar robots hooks audit",
}
# The same entry, called as a role calls it.
CALLED = {
    ("today", "department_handler"): pgettext_lazy("menu", "待办"),
    ("today", "county_reporter"): pgettext_lazy("menu", "待办"),
    ("today", "stationed_officer"): pgettext_lazy("menu", "待办"),
    ("instructions", "department_handler"): pgettext_lazy("menu", "督办与批示"),
    ("served", "municipal_leader"): pgettext_lazy("menu", "我包联的"),
    ("served", "stationed_officer"): pgettext_lazy("menu", "我的企业"),
    ("served", "lead_bank_manager"): pgettext_lazy("menu", "我的企业"),
}
# What is begun from any page.
BEGIN = (
    MenuPage("intake", pgettext_lazy("menu", "登记诉求"), Permission.RECEIVE_DEMAND),
    MenuPage("new_enterprise", pgettext_lazy("menu", "登记企业"), Permission.EDIT_ENTERPRISE),
    MenuPage("new_project", pgettext_lazy("menu", "登记项目"), Permission.EDIT_PROJECT),
    MenuPage("give_instruction", pgettext_lazy("menu", "作批示"), Permission.INSTRUCT),
)
SETTINGS = ("people", "unit_list", "tokens", "packs", "calendar", "robots", "hooks", "audit")
# fmt: on


@dataclass(frozen=True)
class Link:
    """An entry, or a page under it, as one person sees it on one page."""

    path: str
    title: str
    icon: str = ""
    here: bool = False
    code: str = ""


@dataclass(frozen=True)
class Menu:
    """The side bar, the pages beside this one, and the lists of raw records behind them."""

    entries: tuple[Link, ...]
    views: tuple[Link, ...] = ()
    lists: tuple[Link, ...] = ()

    @property
    def list_here(self) -> Link | None:
        return next((one for one in self.lists if one.here), None)


def menu_for(scope: Scope, path: str) -> Menu:
    """What this person sees on a page; one entry at most is lit, that of the longest part of its address."""
    seen = [(entry, place) for entry in _entries(scope) if (place := _first(scope, entry))]
    here = _lit([entry for entry, _place in seen], path)
    entries = tuple(
        Link(place.path, _called(scope, entry), entry.icon, entry is here, entry.code)
        for entry, place in seen
    )
    if here is None:
        return Menu(entries)
    return Menu(entries, *_beside(scope, here, path))


def _entries(scope: Scope) -> list[Entry]:
    """Those of the person's roles, of several roles each once."""
    codes = dict.fromkeys(
        code for role in ROLES if role in scope.roles for code in MENUS[role].split()
    )
    order = sorted(codes, key=lambda code: code == "ledgers")
    return [ENTRIES[code] for code in order]


def _first(scope: Scope, entry: Entry) -> MenuPage | None:
    return next((place for place in entry.places if place.is_open_to(scope)), None)


def _called(scope: Scope, entry: Entry) -> str:
    others = (CALLED.get((entry.code, role)) for role in ROLES if role in scope.roles)
    own = [entry.code in MENUS[role].split() for role in ROLES if role in scope.roles]
    word = next((title for title, is_own in zip(others, own, strict=True) if is_own), None)
    return str(word or entry.title)


def _lit(entries: Iterable[Entry], path: str) -> Entry | None:
    rest = list(entries)
    best = max(rest, key=lambda one: (one.owns(path), one.begins(path)), default=None)
    if best is not None and best.owns(path):
        return best
    elsewhere = any(entry.owns(path) for entry in ENTRIES.values())
    return next((one for one in rest if one.code == "ledgers" and elsewhere), None)


def _beside(scope: Scope, entry: Entry, path: str) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """The tabs above a page that is one of an entry's own, and the lists behind "more"."""
    word = path.strip("/").partition("/")[0]
    views = tuple(
        Link(place.path, str(place.title), here=place.path == path)
        for place in entry.places
        if place.is_open_to(scope)
    )
    lists = (
        tuple(Link(one.url, str(one.title), here=one.url == path) for one in group_of(scope, word))
        if word in entry.words
        else ()
    )
    if not any(one.here for one in (*views, *lists)):
        return (), ()
    known = {one.path for one in views}
    return views if len(views) > 1 else (), tuple(one for one in lists if one.path not in known)


def beginnings(scope: Scope) -> tuple[Link, ...]:
    """What this person may begin from any page."""
    return tuple(Link(place.path, str(place.title)) for place in BEGIN if place.is_open_to(scope))


@cache
def pages() -> tuple[MenuPage, ...]:
    """Every page of the side bars, each once."""
    found = {place.route: place for entry in ENTRIES.values() for place in entry.places}
    return tuple(found.values())


def home_of(scope: Scope) -> str:
    """The address on which a person arrives: the first entry of their side bar."""
    return menu_for(scope, "").entries[0].path


@lru_cache(maxsize=MAX_MENUS)
def menu_of(entries: tuple[Link, ...]) -> SafeString:
    """The side bar as the page shows it; it follows from its words and addresses alone."""
    return render_to_string("_menu.html", {"menu": entries})
