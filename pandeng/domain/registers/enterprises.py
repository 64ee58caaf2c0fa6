"""Lists of enterprises: names, addresses, contacts, statements, plans, the club."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pandeng.access.permissions import Permission
from pandeng.core.personal import ERASED
from pandeng.domain.climbing.models import ClimbGoal, ClimbPlan, ClimbTest
from pandeng.domain.enterprises.models import (
    ClubMember,
    ClubTier,
    Enterprise,
    EnterpriseAddress,
    EnterpriseContact,
    EnterpriseName,
    NameMatch,
    ScaleListing,
    SizeRule,
    Statement,
    Succession,
)
from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register, Verb


def _of_contact(contact: Any) -> tuple[int, int]:
    return contact.enterprise_id, contact.pk


def _is_open(contact: Any) -> bool:
    return contact.until is None and _is_named(contact)


def _is_named(contact: Any) -> bool:
    return bool(contact.phone != ERASED)


REGISTERS = (
    Register(
        path="enterprises",
        model=Enterprise,
        title=_("企业"),
        columns=(
            Column("name"),
            Column("code"),
            Column("county__short_name"),
            Column("industry_code"),
            Column("climbing_since"),
            Column("climbing_until"),
        ),
        order="name",
        filters=("county",),
        search="search_text",
        bulk=Permission.EDIT_ENTERPRISE,
        list_verbs=(
            Verb(route="new_enterprise", word=_("登记企业"), permission=Permission.EDIT_ENTERPRISE),
            Verb(route="matches", word=_("名称匹配")),
            Verb(
                route="duplicate_enterprises",
                word=_("疑似重复"),
                permission=Permission.SETTLE_DUPLICATES,
            ),
        ),
        verbs=(
            Verb(
                route="report_statement", word=_("填报报表"), permission=Permission.REPORT_STATEMENT
            ),
            Verb(
                route="intake",
                word=_("登记诉求"),
                permission=Permission.RECEIVE_DEMAND,
                given=lambda enterprise: {"enterprise": enterprise.pk},
            ),
            Verb(
                route="plan_visit",
                word=_("安排走访"),
                permission=Permission.RECORD_VISIT,
                given=lambda enterprise: {"enterprise": enterprise.pk},
            ),
            Verb(route="report_outcome", word=_("登记成果"), permission=Permission.REPORT_OUTCOME),
            Verb(route="particulars", word=_("登记信息")),
            Verb(
                route="enterprise_accounts",
                word=_("登录账号"),
                permission=Permission.INVITE_CONTACT,
            ),
            Verb(route="correct_enterprise", word=_("更正"), permission=Permission.EDIT_ENTERPRISE),
        ),
    ),
    Register(
        path="enterprises/statements",
        model=Statement,
        title=_("报表"),
        columns=(
            Column("enterprise__name"),
            Column("measure"),
            Column("period_kind"),
            Column("period_on"),
            Column("basis"),
            Column("amount", kind="number"),
            Column("unit"),
            Column("written"),
            Column("reported_on"),
            Column("status"),
        ),
        order="-period_on",
        filters=("measure", "period_kind", "basis", "status"),
        search=OF_ENTERPRISE,
        day="period_on",
        list_verbs=(
            Verb(
                route="review_statements", word=_("审核报表"), permission=Permission.AGREE_STATEMENT
            ),
        ),
        verbs=(
            Verb(
                route="correct_statement",
                word=_("更正或核实"),
                permission=Permission.REPORT_STATEMENT,
            ),
        ),
    ),
    Register(
        path="enterprises/names",
        model=EnterpriseName,
        title=_("简称和曾用名"),
        columns=(
            Column("name"),
            Column("kind"),
            Column("enterprise__name"),
            Column("since"),
            Column("until"),
        ),
        order="name",
        filters=("kind",),
        search=OF_ENTERPRISE,
    ),
    Register(
        path="enterprises/addresses",
        model=EnterpriseAddress,
        title=_("地址"),
        columns=(
            Column("enterprise__name"),
            Column("kind"),
            Column("county__short_name"),
            Column("text"),
            Column("since"),
            Column("until"),
        ),
        order="enterprise__name",
        filters=("kind", "county"),
        search=OF_ENTERPRISE,
        day="span",
    ),
    Register(
        path="enterprises/contacts",
        model=EnterpriseContact,
        title=_("联系人"),
        columns=(
            Column("enterprise__name"),
            Column("name"),
            Column("post"),
            Column("phone"),
            Column("is_main"),
            Column("since"),
            Column("until"),
        ),
        order="enterprise__name",
        filters=("is_main",),
        search=OF_ENTERPRISE,
        day="span",
        list_verbs=(
            Verb(
                route="duplicate_contacts",
                word=_("疑似重复"),
                permission=Permission.SETTLE_DUPLICATES,
            ),
        ),
        verbs=(
            Verb(
                route="correct_contact",
                word=_("更正"),
                permission=Permission.EDIT_CONTACT,
                args=_of_contact,
                when=_is_named,
            ),
            Verb(
                route="enterprise_accounts",
                word=_("邀请登录"),
                permission=Permission.INVITE_CONTACT,
                args=lambda contact: (contact.enterprise_id,),
                given=lambda contact: {"contact": contact.pk},
                when=_is_open,
            ),
        ),
    ),
    Register(
        path="enterprises/successions",
        model=Succession,
        title=_("合并与分立"),
        columns=(
            Column("former__name", title=_("原企业")),
            Column("kind"),
            Column("successor__name", title=_("现企业")),
            Column("happened_on"),
            Column("why"),
        ),
        order="-happened_on",
        filters=("kind",),
        search="successor__search_text",
        day="happened_on",
    ),
    Register(
        path="enterprises/matches/all",
        model=NameMatch,
        title=_("名称匹配"),
        columns=(
            Column("written"),
            Column("enterprise__name"),
            Column("confidence", kind="number"),
            Column("because"),
            Column("source"),
            Column("status"),
            Column("proposed_on"),
            Column("decided_on"),
        ),
        order="-proposed_on",
        filters=("status",),
        search=OF_ENTERPRISE,
        day="proposed_on",
    ),
    Register(
        path="enterprises/scale",
        model=ScaleListing,
        title=_("规上企业名录"),
        columns=(
            Column("enterprise__name"),
            Column("since"),
            Column("until"),
            Column("evidence"),
            Column("exit_reason"),
        ),
        order="enterprise__name",
        search=OF_ENTERPRISE,
        day="span",
    ),
    Register(
        path="enterprises/club",
        model=ClubMember,
        title=_("强企俱乐部"),
        columns=(
            Column("enterprise__name"),
            Column("tier__name"),
            Column("since"),
            Column("until"),
            Column("source"),
        ),
        order="enterprise__name",
        filters=("tier",),
        search=OF_ENTERPRISE,
        day="span",
    ),
    Register(
        path="enterprises/tiers",
        model=ClubTier,
        title=_("俱乐部梯队"),
        columns=(
            Column("name"),
            Column("least_revenue_yuan", kind="yuan"),
            Column("is_proposal"),
            Column("source"),
            Column("order"),
        ),
        order="order",
    ),
    Register(
        path="enterprises/plans",
        model=ClimbPlan,
        title=_("攀登计划"),
        columns=(
            Column("enterprise__name"),
            Column("first_year"),
            Column("last_year"),
            Column("set_on"),
            Column("source"),
        ),
        order="enterprise__name",
        filters=("first_year",),
        search=OF_ENTERPRISE,
        day="set_on",
    ),
    Register(
        path="enterprises/goals",
        model=ClimbGoal,
        title=_("攀登年度目标"),
        columns=(
            Column("enterprise__name"),
            Column("year"),
            Column("revenue_yuan", kind="yuan"),
            Column("tier__name", title=_("目标梯队")),
            Column("set_on"),
        ),
        order="-revenue_yuan",
        filters=("year", "tier"),
        search=OF_ENTERPRISE,
    ),
    Register(
        path="enterprises/tests",
        model=ClimbTest,
        title=_("攀登条件依据"),
        columns=(
            Column("enterprise__name"),
            Column("kind"),
            Column("evidence"),
            Column("noted_on"),
        ),
        order="enterprise__name",
        filters=("kind",),
        search=OF_ENTERPRISE,
        day="noted_on",
    ),
    Register(
        path="enterprises/sizes",
        model=SizeRule,
        title=_("企业规模标准"),
        columns=(
            Column("name"),
            Column("kind"),
            Column("least_staff", kind="number"),
            Column("least_revenue_yuan", kind="yuan"),
            Column("version"),
            Column("source"),
            Column("order"),
        ),
        order="order",
    ),
)
