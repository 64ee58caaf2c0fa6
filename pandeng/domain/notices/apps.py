from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pandeng.domain.notices"
    label = "notices"
