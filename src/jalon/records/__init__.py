"""What Jalon remembers: workspaces, people, revisions, loads, scorecards, jobs (Django ORM)."""

from jalon.records.starting import start

__all__ = ["start"]
