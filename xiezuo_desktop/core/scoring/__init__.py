"""An evaluation scheme: its rules as data, read from their text; scores with their formulas, ranking, forecast."""
