"""Django's name for this room."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The room's tables."""

    name = "doneinone.domain.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
