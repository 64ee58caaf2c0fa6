from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "pandeng.core"
    label = "core"

    def ready(self) -> None:
        from pandeng.core.search import ensure_indexes

        post_migrate.connect(ensure_indexes, sender=self, dispatch_uid="search indexes")
