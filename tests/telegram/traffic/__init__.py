"""What goes between the bot and Telegram: parameters, files and updates, with limits, faults and slips."""
