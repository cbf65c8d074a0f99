"""One file a rule, named by its code."""
