"""What channels return and where the budget would go: the curves, the proposal, a split typed by hand."""
