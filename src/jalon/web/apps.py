"""The screens as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and views."""

    name = "jalon.web"
    label = "web"
