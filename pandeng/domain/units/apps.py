from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "pandeng.domain.units"
    label = "units"
