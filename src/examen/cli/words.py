"""The values of records as a reader says them."""

from __future__ import annotations

from examen.messages import _, marked

# By the values of `examen.model.base.Status` and `examen.model.case.AnswerForm`, which are text;
# importing them would load pydantic before the first line of help.
_STATUSES = {
    "draft": marked("draft"),
    "validated": marked("validated"),
    "retired": marked("retired"),
}
_FORMS = {
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


def status(value: str) -> str:
    """`validé`."""
    return _(_STATUSES[value])


def form(value: str) -> str:
    """`réponse courte`."""
    return _(_FORMS[value])
