"""Starting from the data: drop exports, see what they say, name who answers, open the draft plan."""
