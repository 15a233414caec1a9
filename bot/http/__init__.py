"""What the bot answers over HTTP: that it is alive, whether it is ready, its metrics. Updates arrive in `receiving`."""
