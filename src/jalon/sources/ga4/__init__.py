"""GA4 exports."""
