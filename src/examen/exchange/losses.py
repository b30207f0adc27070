"""What a document holds that its text does not show, told to whoever reads the copy."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from examen.messages import _, marked


class Loss(StrEnum):
    """A kind of thing that is lost, or may be, when a document becomes text."""

    PICTURE = marked("A picture or a drawing is not shown here; look at the document handed in.")
    EQUATION = marked(
        "An equation or an inserted object is not shown here; look at the document handed in."
    )
    TEXT_BOX = marked("A text box may be out of place; look at the document handed in.")
    HEADER = marked("The header or the footer of the page is not shown here.")
    STRUCK = marked("Struck-out words were left out.")
    HIDDEN = marked("Words formatted so that nobody sees them were left out: a person looks.")


def told(losses: Iterable[Loss]) -> tuple[str, ...]:
    """A sentence for each kind of loss, in the order of `Loss`."""
    kinds = set(losses)
    return tuple(_(loss.value) for loss in Loss if loss in kinds)
