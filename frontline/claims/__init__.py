"""Read claims in news text and verify them against the record."""
