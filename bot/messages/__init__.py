"""Everything that is shown, as pure functions of values; sending it is the work of transport and delivery."""
