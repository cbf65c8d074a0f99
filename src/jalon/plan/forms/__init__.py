"""The plan as forms: the fields of each object, made from the format itself, and what somebody typed, read back."""
