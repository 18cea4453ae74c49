"""Addresses of the figures."""

from django.urls import path

from doneinone.channels.desk.insight import files, views

urlpatterns = [
    path("insight/", views.insight, name="desk-insight"),
    path("insight/cases.csv", files.cases, name="desk-insight-cases"),
    path("insight/contacts.csv", files.contacts, name="desk-insight-contacts"),
]
