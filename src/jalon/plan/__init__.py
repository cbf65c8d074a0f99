"""What the company wants: the plan document, its model, its lint and its differences."""
