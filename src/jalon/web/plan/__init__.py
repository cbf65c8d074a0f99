"""The plan on screen: what it says, what is left to complete, the document itself."""
