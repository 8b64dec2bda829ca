"""Find places and actors by name."""
