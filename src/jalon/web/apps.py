"""The screens as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, static files and views."""

    name = "jalon.web"
    label = "web"

    def ready(self) -> None:
        """Every sign-in, whatever its way, begins a visit."""
        from django.contrib.auth.signals import user_logged_in

        from jalon.web.visiting import begin

        user_logged_in.connect(begin, dispatch_uid="jalon.visits")
