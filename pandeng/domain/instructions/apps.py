from django.apps import AppConfig


class InstructionsConfig(AppConfig):
    name = "pandeng.domain.instructions"
    label = "instructions"
