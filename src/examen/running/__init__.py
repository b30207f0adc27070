"""Running: copies are graded in batches, in this process, in several, or on a cluster."""
