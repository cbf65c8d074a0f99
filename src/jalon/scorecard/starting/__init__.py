"""What the facts say before there is a plan: channels, baselines, and the draft that they propose."""
