"""What the bot answers over HTTP: that it is alive, whether it is ready, its figures. Updates arrive in `receiving`."""
