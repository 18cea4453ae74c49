"""Addresses of calls, people and knowledge, all under ``/desk/``."""

from django.urls import URLPattern, URLResolver, path

from doneinone.channels.desk.calls import acts, knowledge, matters, people, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("call/", views.begin, name="desk-call"),
    path("call/<int:contact>/", views.call, name="desk-call-open"),
    path("call/<int:contact>/who/", views.who, name="desk-call-who"),
    path("call/<int:contact>/person/", acts.person, name="desk-call-person"),
    path("call/<int:contact>/person/new/", acts.new_person, name="desk-call-new-person"),
    path("call/<int:contact>/add/", acts.add, name="desk-call-add"),
    path("call/<int:contact>/chase/", acts.chase, name="desk-call-chase"),
    path("call/<int:contact>/end/", acts.end, name="desk-call-end"),
    path("call/<int:contact>/<int:position>/", matters.answers, name="desk-call-answers"),
    path("call/<int:contact>/<int:position>/follow/", matters.follow, name="desk-call-follow"),
    path("call/<int:contact>/<int:position>/finish/", matters.finish, name="desk-call-finish"),
    path("people/", people.find, name="desk-people"),
    path("people/new/", people.new, name="desk-person-new"),
    path("people/<int:person>/", people.person, name="desk-person"),
    path("people/<int:person>/change/", people.change, name="desk-person-change"),
    path("knowledge/", knowledge.articles, name="desk-knowledge"),
    path("knowledge/<slug:key>/", knowledge.article, name="desk-article"),
]
