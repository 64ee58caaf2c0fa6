from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "pandeng.domain.offices"
    label = "offices"
