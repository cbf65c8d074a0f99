"""What Jalon remembers: workspaces, people, revisions, loads, scorecards, jobs (Django ORM)."""
