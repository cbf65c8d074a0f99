"""Search: one line leads to anything of the plan, to a page, or to whoever answers for a thing."""
