"""Signing in at an identity provider (OpenID Connect): a code, PKCE, and a token believed last."""
