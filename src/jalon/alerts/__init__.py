"""Who is told what, once, and by which channel."""
