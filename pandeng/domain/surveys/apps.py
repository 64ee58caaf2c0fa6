from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "pandeng.domain.surveys"
    label = "surveys"
