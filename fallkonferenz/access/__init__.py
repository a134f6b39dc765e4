"""Who may: the table of rights, the table of sections, relations, checks, scope and grants."""
