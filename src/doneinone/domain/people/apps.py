"""Django's name for this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
