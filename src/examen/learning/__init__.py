"""Learning: what marked copies teach about a rubric, for a person to read and to accept."""
