"""The routes of the API, seen only through its door."""

from django.urls import path

from jalon.web.api.routes import api

urlpatterns = [path("api/v1/", api.urls)]
