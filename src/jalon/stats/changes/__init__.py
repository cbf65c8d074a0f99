"""Where a series changed, all of it known: for cutting a history and for dating a shift."""
