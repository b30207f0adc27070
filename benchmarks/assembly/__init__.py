"""How well and how fast exams are put together: `python -m benchmarks.assembly`."""
