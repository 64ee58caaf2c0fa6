from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "pandeng.domain.strategy"
    label = "strategy"
