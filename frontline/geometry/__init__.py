"""Geodesic measures on WGS 84, and shapes built in a local projection."""
