"""Django's name for this room."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.contacts"
    label = "contacts"
    default_auto_field = "django.db.models.BigAutoField"
