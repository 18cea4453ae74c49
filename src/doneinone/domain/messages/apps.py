"""Django's name for this room."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.messages"
    label = "hub_messages"  # Django has an app of its own named messages
    default_auto_field = "django.db.models.BigAutoField"
