"""How fast the engine marks, beside what, and how that grows; see docs/performance.md."""
