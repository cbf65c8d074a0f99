"""Who may come in, and with what: members and invitations, API tokens, companies, hand-overs."""
