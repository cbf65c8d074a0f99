"""The look-up pages, each written from the part of the code that it tells."""
