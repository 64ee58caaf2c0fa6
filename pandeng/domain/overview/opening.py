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
    """`may`: whether the reader may take it; the sentence says who may."""

    title: str | Promise
    route: str
    done: bool
    may: Verdict


STEPS: tuple[tuple[str, str | Promise, str, Permission], ...] = (
    ("pack", _("载入政策包：区划、单位、工作思路、产业链、目标"), "packs", Permission.LOAD_PACK),
    ("people", _("登记县市区和单位，请同事进来"), "users", Permission.EDIT_USER),
    ("enterprises", _("登记企业"), "enterprises", Permission.EDIT_ENTERPRISE),
    ("teams", _("组建助企攀登小组"), "teams", Permission.EDIT_TEAM),
    ("projects", _("登记项目"), "projects", Permission.EDIT_PROJECT),
    ("demand", _("登记第一件诉求"), "demand_queue", Permission.RECEIVE_DEMAND),
)


def opening_steps(scope: Scope) -> list[OpeningStep]:
    """The whole list until every step is done; then nothing. It tells no more than that there are records,
    so everybody of the office reads the same."""
    done = _done(scope.in_cluster())
    if all(done.values()):
        return []
    return [
        OpeningStep(title, route, done[code], scope.may(permission))
        for code, title, route, permission in STEPS
    ]


def _done(cluster_id: int) -> dict[str, bool]:
    """One question to the database, whatever there is."""

    def there(model: type[ClusterRecord], /, **which: str) -> Exists:
        return Exists(model._base_manager.filter(cluster=OuterRef("pk"), **which))

    others = Membership._base_manager.filter(cluster=OuterRef("pk")).exclude(role="administrator")
    found = (
        Cluster.objects.filter(pk=cluster_id)
        .annotate(
            pack=there(LoadedPack),
            counties=there(Department, kind="county"),
            others=Exists(others),
            enterprises=there(Enterprise),
            teams=there(Team),
            projects=there(Project),
            demand=there(Demand),
        )
        .values("pack", "counties", "others", "enterprises", "teams", "projects", "demand")
        .get()
    )
    counties, others_there = found.pop("counties"), found.pop("others")
    found["people"] = counties and others_there
    return dict(found)
