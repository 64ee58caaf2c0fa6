from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "pandeng.domain.attachments"
    label = "attachments"
