"""Reports on the screen, as files, frozen and shared."""
