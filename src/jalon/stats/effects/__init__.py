"""What an action changed: before and after, panels, tests that draw lots; before it starts, what could be seen."""
