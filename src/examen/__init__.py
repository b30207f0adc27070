"""examen: a question bank and an explained grader for free-text exam answers."""

__version__ = "0.1.0"
