"""The Page CODIR: one page a month, from the published scorecard, in every form it leaves in."""
