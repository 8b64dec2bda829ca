"""Read the geographic claims of an article: words, spans, clauses, and the rules over them."""
