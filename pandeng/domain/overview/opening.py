"""What a new office does first, in order, each step done or not as the records say."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pandeng.access.models import Cluster, Department, Membership
from pandeng.access.permissions import Permission
from pandeng.access.records import ClusterRecord
from pandeng.access.scope import Scope
from pandeng.core.verdict import Verdict
from pandeng.domain.demands.models import Demand
from pandeng.domain.enterprises.models import Enterprise
from pandeng.domain.packs.models import LoadedPack
from pandeng.domain.projects.models import Project
from pandeng.domain.teams.models import Team


@dataclass(frozen=True)
class OpeningStep:
    """`route`: the form that takes the step; once it is done, the list of what is there.
    `may`: whether the reader may take it; the sentence says who may."""

    title: str | Promise
    route: str
    done: bool
    may: Verdict


# code, title, the form, the list, who may
STEPS: tuple[tuple[str, str | Promise, str, str, Permission], ...] = (
    ("pack", _("载入政策包：区划、单位、工作思路、产业链、目标"), "packs", "packs", Permission.LOAD_PACK),
    ("units", _("设立县市区和单位"), "new_unit", "unit_list", Permission.EDIT_USER),
    ("people", _("邀请专班、部门和县市区的同事"), "new_user", "users", Permission.EDIT_USER),
    ("enterprises", _("登记企业"), "new_enterprise", "enterprises", Permission.EDIT_ENTERPRISE),
    ("teams", _("组建助企攀登小组"), "teams_enter", "teams", Permission.EDIT_TEAM),
    ("projects", _("登记项目"), "new_project", "projects", Permission.EDIT_PROJECT),
    ("demand", _("登记第一件诉求"), "intake", "demand_queue", Permission.RECEIVE_DEMAND),
)  # fmt: skip


def opening_steps(scope: Scope) -> list[OpeningStep]:
    """The whole list until every step is done; then nothing. It tells no more than that there are records,
    so all who open the office read the same. Whoever can only bring a demand is not shown it."""
    if not any(scope.may(permission) for *_step, permission in STEPS[:-1]):
        return []
    done = _done(scope.in_cluster())
    if all(done.values()):
        return []
    return [
        OpeningStep(title, listed if done[code] else form, done[code], scope.may(permission))
        for code, title, form, listed, permission in STEPS
    ]


def _done(cluster_id: int) -> dict[str, bool]:
    """One question to the database, whatever there is."""

    def there(model: type[ClusterRecord], /, **which: str) -> Exists:
        return Exists(model._base_manager.filter(cluster=OuterRef("pk"), **which))

    others = Membership._base_manager.filter(cluster=OuterRef("pk")).exclude(role="administrator")
    asked = {
        "pack": there(LoadedPack),
        "units": there(Department, kind="county"),
        "people": Exists(others),
        "enterprises": there(Enterprise),
        "teams": there(Team),
        "projects": there(Project),
        "demand": there(Demand),
    }
    found = Cluster.objects.filter(pk=cluster_id).annotate(**asked).values(*asked).get()
    return dict(found)
