"""Readers watch and are told, through a Telegram that fails and by bots that are killed."""
