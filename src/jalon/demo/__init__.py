"""A simulated company with known truth, written as vendor exports that go through the real readers."""

SLUG = "kervoal"
"""The workspace of the sample company."""
