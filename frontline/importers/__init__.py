"""Import other people's data into a package."""
