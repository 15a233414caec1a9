"""A web server on loopback that plays ordinary and hostile sites; see the README beside this."""
