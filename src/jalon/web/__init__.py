"""The screens, split by audience: it shows published scorecards and records, and computes nothing."""
