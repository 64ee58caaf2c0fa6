"""What is filled in about an enterprise's names, addresses, people and products, merges and splits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.access.queries import counties
from pandeng.access.scope import Scope
from pandeng.domain.chains.queries import segments
from pandeng.domain.enterprises.models import AddressKind, NameKind
from pandeng.web.forms.look import EditForm, Form, RecordChoice

TEXT_AREA = forms.Textarea(attrs={"rows": 2})


class Rename(Form):
    name = forms.CharField(label=_("新的企业全称"), max_length=120)
    since = forms.DateField(label=_("启用日期"), help_text=_("登记机关核准变更的日期"))
    why = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("如准予变更登记通知书的文号")
    )
    confirmed = forms.BooleanField(
        label=_("已核对：与曾用此名的另一家企业不是同一家"), required=False
    )


class FormerName(Form):
    name = forms.CharField(label=_("曾用名"), max_length=120)
    since = forms.DateField(label=_("启用日期"), required=False, help_text=_("不清楚可不填"))
    until = forms.DateField(label=_("停用日期"), help_text=_("使用这个名称的最后一天"))
    why = forms.CharField(label=_("依据"), max_length=200)


class OtherName(Form):
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[(kind.value, kind.label) for kind in (NameKind.SHORT, NameKind.ALIAS)],
    )
    name = forms.CharField(label=_("名称"), max_length=120)


class MoveEnterprise(Form):
    kind = forms.ChoiceField(label=_("类别"), choices=AddressKind.choices)
    county = RecordChoice(
        label=_("县市区"),
        required=False,
        empty_label=_("市外或不清楚"),
    )
    text = forms.CharField(label=_("地址"), max_length=200)
    since = forms.DateField(label=_("启用日期"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(county=counties(scope))


class Contact(Form):
    name = forms.CharField(label=_("姓名"), max_length=40)
    post = forms.CharField(label=_("职务"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=20, help_text=_("11位手机号，或区号加固定电话")
    )
    since = forms.DateField(label=_("起"))
    is_main = forms.BooleanField(
        label=_("主要联系人（接替现在的主要联系人）"), required=False, initial=True
    )


class CorrectContact(EditForm):
    """As `Contact`; a name or number left empty stays as it is."""

    name = forms.CharField(
        label=_("姓名"), max_length=40, required=False, help_text=_("不填则不改")
    )
    post = forms.CharField(label=_("职务"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=20, required=False, help_text=_("不填则不改")
    )
    since = forms.DateField(label=_("起"))
    is_main = forms.BooleanField(label=_("主要联系人（接替现在的主要联系人）"), required=False)
    why = forms.CharField(label=_("更正原因"), max_length=200)


class Until(Form):
    """The last day of something that holds."""

    until = forms.DateField(label=_("最后一天"))


class NewProduct(Form):
    name = forms.CharField(label=_("产品"), max_length=80)
    segment = RecordChoice(label=_("所属环节"), help_text=_("这项产品在产业链上的位置"))
    since = forms.DateField(label=_("投产日期"))
    is_main = forms.BooleanField(label=_("主导产品"), required=False)

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(segment=segments(scope))


class Split(Form):
    name = forms.CharField(label=_("新企业全称"), max_length=120)
    code = forms.CharField(
        label=_("统一社会信用代码"), max_length=30, help_text=_("18位，见新企业的营业执照")
    )
    county = RecordChoice(label=_("经营所在县市区"))
    industry_code = forms.RegexField(
        r"^\d{2,4}$", label=_("行业代码"), required=False, help_text=_("不填则与原企业相同")
    )
    since = forms.DateField(label=_("分立日期"), help_text=_("新企业的成立日期"))
    why = forms.CharField(label=_("依据"), max_length=200, help_text=_("如股东会决议、分立公告"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose(county=counties(scope))


class NameList(Form):
    """Names pasted, or a file of them."""

    source = forms.CharField(
        label=_("名单来源"), max_length=80, help_text=_("如“××银行2022年6月名单”")
    )
    file = forms.FileField(
        label=_("名单文件"),
        required=False,
        help_text=_("CSV或文本，每行一个名称，或有“企业名称”一列"),
    )
    text = forms.CharField(
        label=_("或粘贴名称，每行一个"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class Merge(Form):
    """Why two records are one; what is picked of each stands on the page."""

    why = forms.CharField(required=False, max_length=200)
