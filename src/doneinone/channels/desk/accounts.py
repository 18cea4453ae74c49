"""Addresses of signing in, of the second step and of sessions; there is no sign-up."""

from allauth.account import urls as account
from django.urls import URLPattern, URLResolver, include, path

OPEN = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",  # answers that it is closed
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
    }
)

urlpatterns: list[URLPattern | URLResolver] = [
    *(one for one in account.urlpatterns if one.name in OPEN),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
