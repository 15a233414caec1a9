"""Who may do what, who let them in, and who did what: roles, rights, invitations, the audit trail."""
