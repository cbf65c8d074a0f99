"""The weekly review: the agenda, the minutes as they are written, the closing."""
