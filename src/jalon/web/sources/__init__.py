"""Sources: freshness, upload, preview, last imports."""
