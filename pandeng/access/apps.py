from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "pandeng.access"
    label = "access"
    verbose_name = "access"
