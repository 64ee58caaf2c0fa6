from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "pandeng.domain.packs"
    label = "packs"
