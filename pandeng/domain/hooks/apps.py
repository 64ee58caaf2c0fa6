from django.apps import AppConfig


class HooksConfig(AppConfig):
    name = "pandeng.domain.hooks"
    label = "hooks"
