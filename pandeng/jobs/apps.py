from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "pandeng.jobs"
    label = "jobs"
