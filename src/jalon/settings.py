"""Django's settings, from the home folder and the environment."""
