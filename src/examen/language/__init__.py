"""Language: text becomes words and units, with offsets to the raw text; door to spaCy."""
