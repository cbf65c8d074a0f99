"""What is being done and decided, and by whom: actions, common milestones, decisions, people."""
