"""How well the engine marks, beside what one would otherwise take."""
