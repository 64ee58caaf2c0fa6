from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    name = "pandeng.domain.platforms"
    label = "platforms"
