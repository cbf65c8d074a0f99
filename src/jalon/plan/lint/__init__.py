"""The rules a plan must pass: one file a rule."""
