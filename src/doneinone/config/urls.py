"""Addresses: each channel has its own."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("doneinone.channels.desk.accounts")),
    path("desk/", include("doneinone.channels.desk.urls")),
    path("api/v1/", include("doneinone.channels.api.urls")),
    path("", include("doneinone.channels.web.urls")),
]

handler400 = "doneinone.channels.shared.errors.bad_request"
handler403 = "doneinone.channels.shared.errors.forbidden"
handler404 = "doneinone.channels.shared.errors.not_found"
handler500 = "doneinone.channels.shared.errors.server_error"
