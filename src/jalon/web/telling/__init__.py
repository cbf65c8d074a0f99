"""Who was told of what, and the mail of the week."""
