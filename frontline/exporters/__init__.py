"""Write a day or a span of days as files for other tools."""
