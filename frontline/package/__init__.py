"""The data package: read, check, redact and edit its files."""
