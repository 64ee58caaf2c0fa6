"""Entering the notice of a year, or one day by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pandeng.core.errors import DomainError
from pandeng.domain.calendars.notice_file import parse, read_text
from pandeng.web.forms.look import Form


class YearOfNotice(Form):
    """The days as text, typed or from a file; what a file held stands in the text when it is refused."""

    year = forms.IntegerField(label=_("年度"), min_value=1, max_value=9999)
    note = forms.CharField(
        label=_("依据"), max_length=60, help_text=_("通知的名称或文号，如“国办发明电〔2026〕1号”。")
    )
    text = forms.CharField(
        label=_("放假和调休"),
        required=False,
        help_text=_(
            "一行写一段，如“2027-02-05至2027-02-11 休 春节”“2027-02-14 班 春节”；"
            "周末不用写，法定节假日一天也不能少。"
        ),
        widget=forms.Textarea(attrs={"rows": 9, "class": "form-control code"}),
    )
    file = forms.FileField(
        label=_("或者选一个文件（文本或CSV）"),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".txt,.csv,text/plain,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if file := given.get("file"):
            try:
                given["text"] = read_text(file.read())
            except DomainError as refused:
                raise forms.ValidationError({"file": refused.message}) from refused
            self.data = {**dict(self.data.items()), "text": given["text"]}
        return given

    @property
    def days(self) -> Any:
        """What was written, read; refuses with the sentence that names the line."""
        return parse(self.cleaned_data["text"], self.cleaned_data["year"])


class OneDay(Form):
    day = forms.DateField(label=_("日期"))
    is_working = forms.TypedChoiceField(
        label=_("安排"),
        choices=[("free", _("休息")), ("work", _("上班"))],
        coerce=lambda value: value == "work",
    )
    note = forms.CharField(label=_("依据"), max_length=60)
