"""Addresses of the desk."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from doneinone.channels.desk import finding, home, work
from doneinone.channels.desk.admin import failures, hub, keys, staff
from doneinone.channels.desk.cases import acts, files, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="desk-home"),
    path("me/", home.me, name="desk-me"),
    path("second-factor/", home.second_factor, name="desk-second-factor"),
    path("work/", work.work, name="desk-work"),
    path("work/take/", work.take, name="desk-work-take"),
    path("find/", finding.find, name="desk-find"),
    path("cases/<str:reference>/", views.case, name="desk-case"),
    path("cases/<str:reference>/files/<int:file>/", files.download, name="desk-case-file"),
    path("cases/<str:reference>/<slug:do>/", acts.act, name="desk-case-act"),
    path("admin/", staff.staff_list, name="desk-admin"),
    path("admin/staff/add/", staff.add, name="desk-admin-add"),
    path("admin/staff/<int:staff>/", staff.member, name="desk-admin-staff"),
    path("admin/keys/", keys.keys, name="desk-admin-keys"),
    path("admin/hub/", hub.hub, name="desk-admin-hub"),
    path("admin/failures/", failures.failures, name="desk-admin-failures"),
]

# Larger parts of the desk bring their own addresses.
urlpatterns += [
    path("", include(part))
    for part in (f"doneinone.channels.desk.{name}.urls" for name in ("calls", "people", "insight"))
    if find_spec(part.removesuffix(".urls")) and find_spec(part)
]
