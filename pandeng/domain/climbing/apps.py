from django.apps import AppConfig


class ClimbingConfig(AppConfig):
    name = "pandeng.domain.climbing"
    label = "climbing"
