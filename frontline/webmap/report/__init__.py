"""The HTML report of a checked article."""
