"""Still pictures of a day: SVG, PNG and PDF."""
