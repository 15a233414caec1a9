"""The words of time of each language (months, weekdays, units), one table a language; a text is cut into them."""
