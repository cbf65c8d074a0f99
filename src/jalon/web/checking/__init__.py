"""The weekly check-in: asked, said, shown."""
