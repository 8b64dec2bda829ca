"""The record as files for other tools: layers of a day or of a span of days, in seven formats."""
