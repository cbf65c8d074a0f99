"""The places facts are kept and scanned, one folder an engine."""
