"""The answers of a survey: imported together, or kept one by one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.access.workable import Workable
from pandeng.core.action import Action
from pandeng.core.change import Change
from pandeng.core.verdict import ALLOW, Verdict, deny
from pandeng.domain.surveys.models import Survey, SurveyAnswer, Taxonomy, TaxonomyClass

TAXONOMY = Workable(
    model=Taxonomy,
    code="surveys.taxonomy",
    noun=gettext_noop("分类体系"),
    permission=Permission.EDIT_CATALOGUE,
    fields=("code", "version", "name", "source", "is_proposal"),
    fixed=("code", "version"),
)


def _check_class(one: TaxonomyClass, by: Scope, today: date) -> Verdict:
    above = one.parent
    if above and above.taxonomy_id != one.taxonomy_id:
        return deny(gettext_noop("上级分类须属于同一个分类体系。"))
    if above and above.parent_id:
        return deny(gettext_noop("分类只有大类、小类两级，请选择大类作上级。"))
    return ALLOW


def _tops(by: Scope, known: Mapping[str, Any]) -> "QuerySet[TaxonomyClass]":
    """The classes that can hold subclasses."""
    return TaxonomyClass.objects.visible_to(by).filter(parent=None).order_by("taxonomy", "code")


CLASS = Workable(
    model=TaxonomyClass,
    code="surveys.class",
    noun=gettext_noop("分类"),
    permission=Permission.EDIT_CATALOGUE,
    fields=("taxonomy", "parent", "code", "name", "examples", "is_proposal"),
    fixed=("taxonomy", "parent", "code"),
    check=_check_class,
    rows={"parent": _tops},
)

ANSWER = Action("surveys.answer", gettext_noop("登记排查结果"), Permission.EDIT_SURVEY)


def answer(answers: Iterable[SurveyAnswer], *, by: Scope, now: datetime) -> None:
    with Change(ANSWER, by=by, now=now) as change:
        change.bulk_add(answers)


SURVEY = Workable(
    model=Survey,
    code="surveys.survey",
    noun=gettext_noop("摸底排查"),
    permission=Permission.EDIT_SURVEY,
    fields=("code", "name", "taxonomy", "chain", "since"),
    fixed=("code", "taxonomy"),
    ends="until",
    ahead=True,
)


def _classes(by: Scope, known: Mapping[str, Any]) -> "QuerySet[TaxonomyClass]":
    """The subclasses of the survey's taxonomy; of all taxonomies while the survey is not known."""
    rows = TaxonomyClass.objects.visible_to(by).filter(parent__isnull=False).order_by("code")
    survey = known.get("survey")
    number = survey.pk if isinstance(survey, Survey) else survey
    if not str(number or "").isdigit():
        return rows
    return rows.filter(taxonomy__surveys=int(str(number)[:18]))


def _others(answer: SurveyAnswer) -> "QuerySet[SurveyAnswer]":
    """What else the enterprise falls into in the same survey."""
    rows = SurveyAnswer.objects.filter(
        survey_id=answer.survey_id, enterprise_id=answer.enterprise_id
    )
    return rows.exclude(pk=answer.pk).select_related("subclass").order_by("-is_main", "id")


def _check_answer(answer: SurveyAnswer, by: Scope, today: date) -> Verdict:
    survey, day = answer.survey, answer.answered_on
    if answer.subclass.taxonomy_id != survey.taxonomy_id or answer.subclass.parent_id is None:
        return deny(gettext_noop("请选择这次排查所用分类体系的小类。"))
    if day < survey.since or (survey.until and day > survey.until):
        return deny(gettext_noop("%(day)s不在这次排查期间。"), day=day)
    main = _others(answer).filter(is_main=True).first()
    if answer.is_main and main:
        said = gettext_noop("这家企业的主类已是“%(name)s”，请不勾选主类，或先更正那一条。")
        return deny(said, name=main.subclass.name)
    return ALLOW


def _ask_answer(answer: SurveyAnswer) -> str:
    if not (others := [one.subclass.name for one in _others(answer)]):
        return ""
    said = _("这家企业在这次排查中已登记“%(names)s”，是否再登记一个小类？")
    return said % {"names": "、".join(others)}


ANSWERED = Workable(
    model=SurveyAnswer,
    code="surveys.answered",
    noun=gettext_noop("排查结果"),
    permission=Permission.EDIT_SURVEY,
    fields=("survey", "enterprise", "subclass", "is_main", "product", "answered_on"),
    fixed=("survey", "enterprise"),
    begins="answered_on",
    check=_check_answer,
    asks=_ask_answer,
    rows={"subclass": _classes},
)
