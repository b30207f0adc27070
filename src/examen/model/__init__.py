"""The records: authored (case, exam, rubric, framework, lexicon) and derived (finding, grade)."""
