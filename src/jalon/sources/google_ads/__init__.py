"""Google Ads exports."""
