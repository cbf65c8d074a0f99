"""What each tool exports, understood: one folder a tool."""
