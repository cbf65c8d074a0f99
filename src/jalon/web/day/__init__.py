"""The opening page of the person signed in."""
