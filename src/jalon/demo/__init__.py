"""A simulated company, written as vendor exports."""
