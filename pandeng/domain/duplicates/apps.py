from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "pandeng.domain.duplicates"
    label = "duplicates"
