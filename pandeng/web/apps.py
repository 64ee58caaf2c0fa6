from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "pandeng.web"
    label = "web"
