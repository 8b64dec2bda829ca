"""The claim desk: reads geographic claims in a text and sets each against the record."""
