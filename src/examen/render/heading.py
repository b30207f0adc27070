"""What every document of an exam starts and ends with: its head, its foot, its properties."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from examen.bank import NO_SESSION
from examen.messages import _
from examen.model.exam import Exam, Header
from examen.model.full_exam import FullExam
from examen.render.blocks import Blocks, Cover, Document, Footer, Inlines, Run, text
from examen.render.layout import Layout, extended
from examen.render.typography import duration, number, typeset


def document(full: FullExam, name: str, body: Blocks, layout: Layout) -> Document:
    """The document `name` ("Corrigé"; empty for the subject) of an exam."""
    exam = full.exam
    title = typeset(exam.title)
    return Document(
        title=f"{title} – {name}" if name else title,
        language=exam.language.value,
        body=body,
        footer=_footer(exam.header, name),
        timestamp=timestamp(exam),
        layout=layout,
    )


def timestamp(exam: Exam) -> int:
    """Seconds since 1970 of the exam's day, else of the first day of its session's year."""
    day = exam.header.date or ""
    year = re.search(r"\b(?:19|20)\d\d\b", exam.header.session)
    try:
        start = date.fromisoformat(day)
    except ValueError:
        start = date(int(year[0]) if year else 2000, 1, 1)
    return int(datetime(start.year, start.month, start.day, tzinfo=UTC).timestamp())


def cover(  # noqa: D417 - the exam and the layout are what they are
    full: FullExam,
    layout: Layout,
    kind: str = "",
    *,
    notices: Blocks = (),
    contents: Blocks = (),
    alone: bool = False,
) -> Cover:
    """The official head.

    Args:
        kind: of document, empty for the subject itself.
        notices: instructions for the candidate.
        contents: what follows.
        alone: whether the text starts on the next page.
    """
    header = full.exam.header
    return Cover(
        diploma=typeset(header.diploma),
        paper=typeset(header.paper),
        session=session(header),
        title=typeset(full.exam.title),
        kind=kind,
        facts=facts(header, layout),
        notices=notices,
        contents=contents,
        alone=alone,
    )


def facts(header: Header, layout: Layout) -> tuple[tuple[str, Inlines], ...]:
    """Duration (longer for a candidate with extra time), coefficient, total, allowed material."""
    normal = duration(header.minutes)
    pairs = [(_("Duration"), text(normal))]
    if layout.extra_time:
        longer = duration(extended(header.minutes))
        instead = _("(instead of {})").format(normal)
        pairs = [
            (_("Duration with one third more time"), (Run(longer, bold=True), Run(f" {instead}")))
        ]
    if header.coefficient is not None:
        pairs.append((_("Coefficient"), text(number(header.coefficient))))
    pairs.append((_("Allowed material"), text(typeset(header.material))))
    return tuple(pairs)


def session(header: Header) -> str:
    """Such as "Session 2020"; of a case printed by itself, that it belongs to none."""
    if header.session == NO_SESSION:
        return _("Outside any session")
    return typeset(_("Session {}").format(header.session))


def _footer(header: Header, name: str) -> Footer:
    code = _("Paper code: {}").format(header.code)
    return Footer(
        diploma=typeset(header.diploma),
        session=session(header),
        paper=typeset(header.paper),
        code=f"{code} – {name}" if name else code,
    )
