"""Django's name for this room."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
