"""What leaves on paper: the scorecard as printed pages and files."""
