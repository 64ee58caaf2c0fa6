from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "pandeng.core"
    label = "core"
