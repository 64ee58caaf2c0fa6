from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "pandeng.domain.enterprises"
    label = "enterprises"
