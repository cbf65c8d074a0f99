"""My account: what opens it, where it is open, and what was lost."""
