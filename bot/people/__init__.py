"""Who may do what, who let them in, and who did what: rights over commands and buttons, editors, invitations."""
