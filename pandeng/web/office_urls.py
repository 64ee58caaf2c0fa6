"""The pages of the office's work: cockpit, figures, text check, lists and records."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from pandeng.web.registers.all import REGISTERS
from pandeng.web.views import check, figures, records, registers


class RecordId(IntConverter):
    """An id that fits the database; a longer number is no page."""

    regex = "[0-9]{1,18}"


register_converter(RecordId, "record")

urlpatterns = [
    path("", figures.cockpit, name="cockpit"),
    path("figures/", figures.catalogue, name="figures"),
    path("figures/ratio/", figures.ratio, name="ratio"),
    path("figures/<slug:name>/", figures.detail, name="figure"),
    path("check/", check.page, name="check"),
    path("enterprises/new/", records.new_enterprise, name="new_enterprise"),
    path("enterprises/<record:pk>/correct/", records.correct_enterprise, name="correct_enterprise"),
    path("enterprises/<record:pk>/report/", records.report_statement, name="report_statement"),
    path("enterprises/<record:pk>/demand/", records.receive_demand, name="receive_demand"),
    path("enterprises/<record:pk>/outcome/", records.report_outcome, name="report_outcome"),
]
for _path in REGISTERS:
    _name = _path.replace("/", "_")
    urlpatterns += [
        path(f"{_path}/", registers.listing, {"path": _path}, name=_name),
        path(f"{_path}/<record:pk>/", registers.detail, {"path": _path}, name=f"{_name}_detail"),
    ]
