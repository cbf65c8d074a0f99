"""Tools played on the loopback: what they answer, and what they do when they are unwell."""
