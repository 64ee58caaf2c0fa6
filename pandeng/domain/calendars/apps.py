from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "pandeng.domain.calendars"
    label = "calendars"
