from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "pandeng.domain.projects"
    label = "projects"
