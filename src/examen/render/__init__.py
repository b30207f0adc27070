"""Documents: builders turn records into blocks, writers turn blocks into files."""
