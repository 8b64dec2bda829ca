"""Brings what people already hold into a data package, and says what it could not use."""
