"""The values of records as a reader says them."""

from __future__ import annotations

from examen.messages import _, marked

# By the values of `Status` and `AssessmentForm` in `examen.model.base`, of `AnswerForm` in
# `examen.model.case`, which are text; importing them would load pydantic before the first line of
# help.
STATUSES = {
    "draft": marked("draft"),
    "validated": marked("validated"),
    "retired": marked("retired"),
}
FORMS = {
    "short": marked("short answer"),
    "list": marked("list"),
    "text": marked("text"),
    "email": marked("e-mail"),
    "letter": marked("letter"),
    "table": marked("table"),
    "calculation": marked("calculation"),
    "essay": marked("essay"),
    "oral": marked("oral"),
}
ASSESSMENTS = {
    "written-case": marked("written case"),
    "written-project": marked("written project"),
    "oral-defence": marked("oral defence"),
    "role-play": marked("role-play"),
    "simulated-interview": marked("simulated interview"),
}


def status(value: str) -> str:
    """`validé`."""
    return _(STATUSES[value])


def form(value: str) -> str:
    """`réponse courte`."""
    return _(FORMS[value])


def assessment(value: str) -> str:
    """`jeu de rôle`."""
    return _(ASSESSMENTS[value])
