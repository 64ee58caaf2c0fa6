from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "pandeng.domain.outcomes"
    label = "outcomes"
