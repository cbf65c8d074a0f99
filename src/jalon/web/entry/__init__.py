"""Signing in, the first account, signing out."""
