"""The desk: a local web application over the same functions as the command line."""
