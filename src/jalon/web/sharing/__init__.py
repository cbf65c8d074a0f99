"""What leaves the house from the screens: frozen pages, links that open one thing, a person's dates."""
