"""What an answer depends on: rules, sources and positions."""
