"""Addresses of the public."""

from django.urls import path

from doneinone.channels.web import (
    answers,
    begin,
    demo,
    finish,
    front,
    near,
    questions,
    track,
    where,
)

urlpatterns = [
    path("", front.home, name="home"),
    path("find", front.find, name="find"),
    path("themes/<slug:key>", front.theme, name="theme"),
    path("services/<slug:key>", front.service, name="service"),
    path("map/shapes.json", front.shapes, name="map-shapes"),
    path("privacy", front.privacy, name="privacy"),
    path("accessibility", front.accessibility, name="accessibility"),
    path("report/<slug:service>/begin", begin.begin, name="report-begin"),
    path("report/<slug:service>/where", where.where, name="report-where"),
    path("report/<slug:service>/follow", near.follow, name="report-follow"),
    path("report/<slug:service>/questions/<slug:id>", questions.question, name="report-question"),
    path("report/<slug:service>/photos", questions.photos, name="report-photos"),
    path("report/<slug:service>/contact", finish.contact, name="report-contact"),
    path("report/<slug:service>/check", finish.check, name="report-check"),
    path("report/<slug:service>/sent", finish.sent, name="report-sent"),
    path("report/<slug:service>/later", begin.later, name="report-later"),
    path("following", near.following, name="following"),
    path("resume", begin.resume, name="resume"),
    path("track", track.track, name="track"),
    path("track/by-link/<str:token>", track.by_link, name="track-by-link"),
    path("track/by-link/<str:token>/not-fixed", track.not_fixed, name="track-not-fixed"),
    path("track/by-link/<str:token>/worse", track.worse, name="track-worse"),
    path("track/<str:reference>", track.track, name="track-reference"),
    path("answer/<str:token>", answers.answer, name="answer"),
    path("unfollow/<str:token>", answers.unfollow, name="unfollow"),
    path("files/<str:token>", answers.file, name="file"),
    path("demo", demo.cast, name="demo"),
    path("demo/messages", demo.messages, name="demo-messages"),
]
