"""The house table `jalon.table@1`."""
