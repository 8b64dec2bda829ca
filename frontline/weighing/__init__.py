"""What an answer rests on: how it came to be known, which rule, whose word, which positions."""
