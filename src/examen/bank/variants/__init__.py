"""Variants: variables are drawn, expressions computed, and texts filled with them."""
