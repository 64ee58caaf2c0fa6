from django.apps import AppConfig


class TitlesConfig(AppConfig):
    name = "pandeng.domain.titles"
    label = "titles"
