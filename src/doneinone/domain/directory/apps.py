"""Django's name for this room."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
