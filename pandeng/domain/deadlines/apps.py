from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "pandeng.domain.deadlines"
    label = "deadlines"
