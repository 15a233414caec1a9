"""What is shipped and how it is started: locks, licences, containers, units of systemd, the page on security."""
