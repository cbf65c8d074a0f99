"""Plan, measures and statistics judged together: standings, roll-up and the map."""
