"""Lasting changes of level compared with dated events, own actions and control series."""
