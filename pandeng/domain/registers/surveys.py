"""Lists of surveys and their taxonomies."""

from django.utils.translation import gettext_lazy as _

from pandeng.domain.registers.register import OF_ENTERPRISE, Column, Register
from pandeng.domain.surveys.models import Survey, SurveyAnswer, Taxonomy, TaxonomyClass

REGISTERS = (
    Register(
        path="surveys",
        model=Survey,
        title=_("摸底排查"),
        columns=(
            Column("name"),
            Column("taxonomy__name"),
            Column("chain__name"),
            Column("since"),
            Column("until"),
        ),
        order="-since",
    ),
    Register(
        path="surveys/answers",
        model=SurveyAnswer,
        title=_("排查结果"),
        columns=(
            Column("enterprise__name"),
            Column("survey__name", title=_("排查")),
            Column("subclass__name", title=_("小类")),
            Column("subclass__parent__name", title=_("大类")),
            Column("is_main"),
            Column("product"),
            Column("answered_on"),
        ),
        order="enterprise__name",
        filters=("survey", "subclass", "is_main"),
        search=OF_ENTERPRISE,
        day="answered_on",
    ),
    Register(
        path="surveys/classes",
        model=TaxonomyClass,
        title=_("分类"),
        columns=(
            Column("name"),
            Column("code"),
            Column("parent__name", title=_("大类")),
            Column("examples"),
            Column("taxonomy__name"),
            Column("is_proposal"),
        ),
        order="code",
        search="name",
    ),
    Register(
        path="surveys/taxonomies",
        model=Taxonomy,
        title=_("分类体系"),
        columns=(
            Column("name"),
            Column("version"),
            Column("is_proposal"),
            Column("source"),
        ),
        order="name",
    ),
)
