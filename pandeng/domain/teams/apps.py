from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "pandeng.domain.teams"
    label = "teams"
