"""One module for each source format that can be imported."""
