"""The director's opening page."""
