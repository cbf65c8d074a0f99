"""The same published numbers for programs: JSON under `/api/v1`, by token, described by its own document."""
