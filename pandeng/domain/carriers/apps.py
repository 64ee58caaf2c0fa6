from django.apps import AppConfig


class CarriersConfig(AppConfig):
    name = "pandeng.domain.carriers"
    label = "carriers"
