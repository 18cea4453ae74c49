"""Django's name for the timeline."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """The timeline's tables."""

    name = "doneinone.foundation.timeline"
    label = "timeline"
    default_auto_field = "django.db.models.BigAutoField"
