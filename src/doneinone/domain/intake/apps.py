"""Django's name for this room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
