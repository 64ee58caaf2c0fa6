from django.apps import AppConfig


class ChainsConfig(AppConfig):
    name = "pandeng.domain.chains"
    label = "chains"
