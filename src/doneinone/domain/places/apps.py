"""Django's name for the room."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The tables of places."""

    name = "doneinone.domain.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
