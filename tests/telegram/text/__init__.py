"""What stands in a message and below it: entities, HTML, links and keyboards, by the rules of Telegram."""
