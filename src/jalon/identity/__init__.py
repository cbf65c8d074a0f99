"""What proves who somebody is: codes, passkeys, an identity provider. No table, no screen, no clock of its own."""
