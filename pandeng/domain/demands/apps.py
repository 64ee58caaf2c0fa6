from django.apps import AppConfig


class DemandsConfig(AppConfig):
    name = "pandeng.domain.demands"
    label = "demands"
