"""Words about people hurt or taken, and the numbers that they state: what several reports say together stands in
incidents."""
