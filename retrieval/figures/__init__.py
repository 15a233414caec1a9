"""Words about people hurt or taken become numbers, as one text states them; several reports meet in incidents."""
