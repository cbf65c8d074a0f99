"""The records as a Django application."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Workspaces, people, revisions, loads, scorecards, jobs, audit."""

    name = "jalon.records"
    label = "records"
    verbose_name = "Jalon records"
