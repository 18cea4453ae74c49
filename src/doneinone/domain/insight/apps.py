"""Django's name for this room."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
