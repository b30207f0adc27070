"""An exam with everything that it refers to, and the fingerprint of what decides its marks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from examen.bank.canonical import canonical
from examen.bank.loading import Bank
from examen.bank.names import nearest
from examen.bank.numbering import by_case
from examen.bank.reading import Authored, read
from examen.bank.variants.drawing import REFERENCE
from examen.bank.varying import named_variant, used_variant
from examen.messages import _, marked
from examen.model.base import AssessmentForm
from examen.model.case import AnswerForm, Case, Question
from examen.model.exam import CaseUse, Exam, Header, Numbering
from examen.model.full_exam import FullExam
from examen.model.lexicon import Lexicon
from examen.model.rubric import Rubric
from examen.problems import ExamenError, UnusableError

NO_SESSION = "–"  # of the exam around a case
FORMS = {
    AssessmentForm.WRITTEN_CASE: marked("Case study"),
    AssessmentForm.WRITTEN_PROJECT: marked("Written project"),
    AssessmentForm.ORAL_DEFENCE: marked("Oral defence"),
    AssessmentForm.ROLE_PLAY: marked("Role-play"),
    AssessmentForm.SIMULATED_INTERVIEW: marked("Simulated interview"),
}
# What helps a person and never changes a mark.
_UNMARKED = frozenset(
    {"title", "note", "model_answer", "examples", "status", "sources", "origin", "hint"}
)


@lru_cache(maxsize=4)  # the cases of a bank share them
def _canonical_lexicons(lexicons: tuple[Lexicon, ...]) -> list[Any]:
    return sorted((canonical(lexicon, _UNMARKED) for lexicon in lexicons), key=str)


def fingerprint(exam: FullExam) -> str:
    """`sha256:…` over all that decides a mark.

    That is the rubrics' criteria, ideas, phrasings and award rules, the lexicons, the questions'
    numbers and points, and the scale. Layout, key order, titles, notes, examples and status of the
    files do not count.
    """
    body = {
        "questions": [
            [item.case.id, item.question.number, canonical(item.question.points)]
            for item in exam.questions()
        ],
        "scale": canonical(exam.exam.header.scale),
        "rubrics": {case: canonical(rubric, _UNMARKED) for case, rubric in exam.rubrics.items()},
        "lexicons": _canonical_lexicons(exam.lexicons),
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{sha256(text.encode()).hexdigest()}"


def unknown(message: str, key: str, known: Iterable[str]) -> ExamenError:
    """What to raise for an unknown name: what is unknown, and which names are near."""
    names = sorted(known)
    near = get_close_matches(key, names, 3, 0.5)
    if near:
        hint = _("did you mean {names}?").format(names=", ".join(near))
    elif names:
        hint = _("these exist: {names}").format(names=nearest(key, names))
    else:
        hint = _("the bank has none")
    return ExamenError(_("{what}; {hint}").format(what=message.format(key=key), hint=hint))


def refuse_broken(bank: Bank, kind: str, key: str) -> None:
    """Raise if a record exists but could not be read."""
    if not bank.is_broken(kind, key):
        return
    message = _("“{key}” cannot be used: its file has problems; mend them first")
    file = bank.files.get((kind, key))
    own = tuple(item for item in bank.problems if file and item.source.path == file.path)
    raise UnusableError(message.format(key=key), own or bank.problems)


def _minutes(questions: list[Question]) -> int:
    return sum(question.minutes or 0 for question in questions) or 60


def implicit_exam(bank: Bank, case: Case, variant: int = REFERENCE) -> Exam:
    """An exam around one case, all its questions under a plain header of its framework.

    That of a variant is named after it: `portefeuille-v7`.
    """
    name = case.id if variant == REFERENCE else f"{case.id}-v{variant}"
    questions = list(case.questions())
    framework = bank.frameworks.get(case.framework or "")
    header = Header.model_construct(  # its total may be more than an author may write
        diploma=framework.title if framework else _("Practice"),
        paper=_(FORMS[case.form]),
        session=NO_SESSION,
        code=name,
        minutes=case.minutes or _minutes(questions),
        material=_material(case, questions),
        total=sum((question.points for question in questions), Decimal(0)),
        scale=Decimal(20),
    )
    return Exam(
        schema="exam/1",
        id=name,
        title=case.title,
        language=case.language,
        status=case.status,
        header=header,
        cases=(CaseUse(case=case.id, variant=variant),),
    )


def _material(case: Case, questions: Iterable[Question]) -> str:
    """What candidates may use; where they speak or hand in a project, their paper tells it."""
    if case.form is not AssessmentForm.WRITTEN_CASE:
        return _("See the instructions")
    calculates = any(question.form is AnswerForm.CALCULATION for question in questions)
    return _("Calculator") if calculates else _("None")


def _from_file(path: Path) -> Authored:
    """The record of a file, which may stand outside the bank."""
    reading = read(path)
    if reading.sound is None:
        message = _("{path} cannot be used: it has problems; mend them first")
        raise UnusableError(message.format(path=path), reading.problems)
    return reading.sound


def find(bank: Bank, name: str | Path) -> Exam:
    """The exam of this id or file; around a case, or a variant `case@7`, if the name is that.

    Raises:
        UnusableError: it exists and its file has problems.
        ExamenError: nothing of that name; says which names are near.
    """
    key = str(name)
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        record = _from_file(path)
        if isinstance(record, Exam):
            return record
        if isinstance(record, Case) and record.id in bank.cases:
            return implicit_exam(bank, record)
        message = _("{path} is neither an exam nor a case of the bank")
        raise ExamenError(message.format(path=path))
    if key in bank.exams:
        return bank.exams[key]
    refuse_broken(bank, "exam", key)
    case, variant = named_variant(key)
    if case in bank.cases:
        bank = used_variant(bank, CaseUse(case=case, variant=variant))
        refuse_broken(bank, "case", case)
        return implicit_exam(bank, bank.cases[case], variant)
    refuse_broken(bank, "case", case)
    raise unknown(_("no exam “{key}”"), key, (*bank.exams, *bank.cases))


def _case(bank: Bank, use: CaseUse) -> Case:
    refuse_broken(bank, "case", use.case)
    if use.case not in bank.cases:
        raise unknown(_("no case “{key}”"), use.case, bank.cases)
    case = bank.cases[use.case]
    known = [question.number for question in case.questions()]
    for number in use.questions:
        if number not in known:
            raise unknown(_("no question “{key}” in this case"), number, known)
    return case


def _by_case(
    exam: Exam, cases: Sequence[Case], rubrics: Mapping[str, Rubric]
) -> tuple[Exam, tuple[Case, ...], dict[str, Rubric]]:
    """An exam and its records under the numbers that it gives to the questions."""
    uses, numbered = [], []
    marked: dict[str, Rubric] = {}
    for place, (use, case) in enumerate(zip(exam.cases, cases, strict=True), start=1):
        new_use, new_case, rubric = by_case(use, place, case, rubrics.get(case.id))
        uses.append(new_use)
        numbered.append(new_case)
        if rubric:
            marked[case.id] = rubric
    return exam.model_copy(update={"cases": tuple(uses)}), tuple(numbered), marked


def complete(bank: Bank, name: str | Path) -> FullExam:
    """An exam with its cases, rubrics, lexicons, frameworks and calibration.

    Args:
        bank: where to look.
        name: an exam's or a case's id, or the path of its file.

    Raises:
        UnusableError: something it needs could not be read; carries the problems.
        ExamenError: something it names does not exist.
    """
    exam = find(bank, name)
    for use in exam.cases:
        bank = used_variant(bank, use)
    cases = tuple(_case(bank, use) for use in exam.cases)
    rubrics: dict[str, Rubric] = {}
    for case in cases:
        refuse_broken(bank, "rubric", case.id)
        if case.id in bank.rubrics:
            rubrics[case.id] = bank.rubrics[case.id]
    languages = {case.language for case in cases}
    frameworks = {case.framework for case in cases}
    if exam.numbering is Numbering.BY_CASE:
        exam, cases, rubrics = _by_case(exam, cases, rubrics)
    full = FullExam(
        exam,
        cases,
        rubrics,
        tuple(item for key, item in sorted(bank.lexicons.items()) if item.language in languages),
        tuple(item for key, item in sorted(bank.frameworks.items()) if key in frameworks),
        {case.id: bank.path(case).parent for case in cases},
        calibration=bank.calibrations.get(exam.id),
    )
    return replace(full, fingerprint=fingerprint(full))
