"""The ways a message leaves, one file a kind."""
