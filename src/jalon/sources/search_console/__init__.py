"""Search Console exports."""
