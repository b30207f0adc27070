"""Skeletons of new files: each key with a word on what it is for, in the user's language.

A skeleton is sound as it stands: it checks, and a rubric's examples earn what they say, so that
whatever is reported afterwards is about what its author wrote.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import NamedTuple

from examen.authoring.formatting import format_text
from examen.bank.reading import File, read_file
from examen.bank.scalars import inline
from examen.messages import _, current, using
from examen.model.base import AssessmentForm
from examen.model.case import AnswerForm, Case, Question
from examen.problems import ExamenError

_FINEST = Decimal("0.001")  # points have three decimals at most
_FORMS = "short, list, text, email, letter, table, calculation, essay, oral"


class CaseHead(NamedTuple):
    """What a new case begins with."""

    key: str
    """Its identifier."""
    title: str = ""
    """What is printed above it; a placeholder if empty."""
    framework: str = ""
    """The identifier of the framework whose competencies the questions name, if there is one."""
    form: AssessmentForm = AssessmentForm.WRITTEN_CASE
    """How it is assessed; before a jury, it has a scenario too."""


def case_skeleton(head: CaseHead) -> str:
    """The file of a new case: a context, a document, a part and a question."""
    key, title, framework, form = head
    asked = AnswerForm.ORAL if form.is_oral else AnswerForm.LIST
    known = f"framework: {framework}" if framework else "# framework: …"
    return _laid_out(
        [
            "# " + _("A case: a situation, its documents, its questions. Replace the texts;"),
            "# "
            + _("what follows a number sign is for you alone, and is not read by the program."),
            "schema: case/1",
            f"id: {key}",
            _line("title:", title or _("Title of the case")),
            f"language: {current()}",
            _line("status: draft", remark=_("until “examen validate” says that it is ready")),
            _line(f"{known}", remark=_("where the competencies that questions name are described")),
            *([] if form is AssessmentForm.WRITTEN_CASE else [f"form: {form.value}"]),
            _line("minutes: 60", remark=_("to allow for the whole case")),
            "sources:",
            "  # " + _("Where facts and figures come from, with the date on which you read them."),
            _line("  - title:", _("Case invented for training")),
            "",
            *_situation(),
            *(_scenario() if form.is_oral else []),
            "parts:",
            "  - id: partie-1",
            _line("    title:", _("Part 1: its title")),
            _line("    # points: 4", remark=_("to have the sum of its questions checked")),
            "    questions:",
            *(f"      {line}" for line in _first_question(asked)),
        ]
    )


def _situation() -> list[str]:
    """A context in Markdown and a document."""
    return [
        "# " + _("The situation, in Markdown: who, where, when, and what is to be done."),
        "context: |",
        "  " + _("**The firm** sells … in …. You work there as …."),
        "",
        "  " + _("Today, your manager asks you to …."),
        "documents:",
        "  # " + _("An annex of the paper; its kind is text, table or figure."),
        "  - kind: text",
        _line("    id: annexe-1", remark=_("what questions call it")),
        _line("    title:", _("Title of the document")),
        _line("    # audience: jury", remark=_("for what candidates must not see")),
        "    body: |",
        "      " + _("The text of the document, in Markdown."),
        _line("    source:", _("Fictitious document")),
    ]


def _scenario() -> list[str]:
    """How the jury conducts the assessment."""
    return [
        "# " + _("What the jury does; candidates never see it."),
        "scenario:",
        _line("  preparation: 20", remark=_("minutes to prepare")),
        _line("  minutes: 20", remark=_("minutes before the jury")),
        "  # " + _("Whom the jury plays, in what mood, with what aim, and what that person knows."),
        "  role: |",
        "    " + _("You are **…**. You come because …, and you want …."),
        "  # " + _("How the jury begins, and the candidate’s first sight of it."),
        "  opening: |",
        "    " + _("“Hello. I have come about ….”"),
        "  replies:",
        _line("    - asked:", _("The customer’s income"), _("what a candidate must ask about")),
        _line("      says:", _("“I earn … a month.”")),
        "  challenges:",
        _line("    - says:", _("“Can you not make an exception?”"), _("what the jury objects")),
        _line("      expected:", _("Explains the rule, keeps to it and offers something else.")),
        _line("      when:", _("When the offer is made")),
        "  # " + _("How the jury ends, whatever was agreed."),
        "  ending: |",
        "    " + _("“Well, I will think it over.”"),
    ]


def _first_question(form: AnswerForm) -> list[str]:
    oral = form is AnswerForm.ORAL
    prompt = _("Conduct the interview.") if oral else _("Give two precautions to take before ….")
    return [
        *_question("1.1", prompt, points=4, form=form, level=1),
        "  minutes: 15",
        _line('  # after: ["1.1"]', remark=_("the questions whose answers it builds on")),
        _line("  documents: [annexe-1]", remark=_("those that one needs to answer")),
    ]


def rubric_skeleton(case: Case) -> str:
    """The file of a new rubric: an entry for each question of its case, in its language."""
    with using(case.language):
        return _rubric(case)


def _rubric(case: Case) -> str:
    lines = [
        "# " + _("How the answers to this case are marked: an entry for each question. Replace"),
        "# " + _("ideas, phrasings and examples; “examen check” marks the examples and compares."),
        "schema: rubric/1",
        f"id: {case.id}",
        f"case: {case.id}",
        f"language: {case.language}",
        "status: draft",
        "",
        "questions:",
    ]
    for number, question in enumerate(case.questions()):
        lines += ["", *entry_lines(question, explained=number == 0)]
    return _laid_out(lines)


def question_lines(number: str, form: AnswerForm) -> list[str]:
    """A new question, as lines of its part's list."""
    return _question(number, _("Write the question here."), points=2, form=form, level=2)


def _question(number: str, prompt: str, *, points: int, form: AnswerForm, level: int) -> list[str]:
    return [
        f"- number: {_quoted(number)}",
        _line("  prompt:", prompt),
        f"  points: {points}",
        f"  form: {form.value}  # {_FORMS}",
        _line("  # competencies: [C1.1]", remark=_("those of the framework that it assesses")),
        _line(f"  level: {level}", remark=_("of difficulty, from 1 to 4")),
    ]


def entry_lines(question: Question, *, explained: bool = False) -> list[str]:
    """How a question is marked, as lines of its rubric's list.

    Args:
        question: of the case.
        explained: whether each key comes with a word on what it is for.
    """
    lines = _oral(question) if question.form is AnswerForm.ORAL else _written(question)
    return [line if explained else line.partition("  # ")[0] for line in lines]


def _written(question: Question) -> list[str]:
    """Two ideas for half the points each, and an example of each kind."""
    whole, half = _number(question.points), _number(question.points / 2)
    award = f"{{rule: each, points: {half}, expected: 2}}"
    if question.points / 2 % _FINEST:
        half = _number((question.points / 2).quantize(_FINEST, ROUND_DOWN))
        award = f"{{rule: levels, levels: {{2: {whole}, 1: {half}}}}}"
    return [
        f"- question: {_quoted(question.number)}",
        "  criteria:",
        "    - id: idees",
        _line("      title:", _("Expected ideas")),
        f"      points: {whole}",
        _line(
            f"      award: {award}",
            remark=_("so many points for each idea, so many ideas expected"),
        ),
        "      ideas:",
        "        - id: idee-1",
        _line("          says:", _("The first idea expected."), _("as a jury writes it")),
        _line("          hint:", _("A lead that does not give the idea away.")),
        _line("          phrasings:", remark=_("any one of these shows that the idea is there")),
        _line("            - " + _("[first, idea]"), remark=_("all these words, in any order")),
        _line("          contradictions:", remark=_("any one of these cancels it")),
        "            - " + _("[first, idea, [useless, wrong]]"),
        "        - id: idee-2",
        _line("          says:", _("The second idea expected.")),
        "          phrasings:",
        _line(
            "            - " + _("[[second, other], idea]"), remark=_("one word of the inner list")
        ),
        _line("  model_answer:", _("Our first idea, then our second idea.")),
        _line("  examples:", remark=_("answers and the points that you would give them")),
        "    - kind: full",
        f"      points: {whole}",
        _line("      answer:", _("My first idea, and the other idea.")),
        "    - kind: partial",
        f"      points: {half}",
        _line("      answer:", _("My first idea alone.")),
        _line("    - kind: zero", remark=_("beside the question")),
        "      points: 0",
        _line("      answer:", _("Something that was not asked.")),
        "    - kind: blank",
        "      points: 0",
        _line("    - kind: trap", remark=_("looks right and is not")),
        "      points: 0",
        _line("      answer:", _("The first idea is wrong.")),
    ]


def _oral(question: Question) -> list[str]:
    """A scale of four levels, of which a jury chooses one."""
    levels = (
        (Decimal(0), _("Not mastered"), _("What one sees or hears then.")),
        (question.points / 4, _("Partly mastered"), _("What is there, and what is missing.")),
        (question.points / 2, _("Mastered"), _("What is expected of everybody.")),
        (question.points, _("Expert"), _("What only the best do.")),
    )
    bands = [
        line
        for points, title, descriptor in levels
        for line in (
            f"          - points: {_number(points.quantize(_FINEST))}",
            f"            title: {_scalar(title)}",
            f"            descriptor: {_scalar(descriptor)}",
        )
    ]
    return [
        f"- question: {_quoted(question.number)}",
        "  criteria:",
        "    - id: prestation",
        _line("      title:", _("An assessment criterion of the framework")),
        f"      points: {_number(question.points)}",
        "      award:",
        _line("        rule: bands", remark=_("the jury chooses a level")),
        "        bands:",
        *bands,
        _line("  model_answer:", _("What an excellent candidate does.")),
        "  examples:",
        "    - kind: blank",
        "      points: 0",
    ]


def _line(head: str, text: str = "", remark: str = "") -> str:
    """A line of a skeleton: a key or an item, a text after it, and what is said of it."""
    written = f"{head} {_scalar(text)}" if text else head
    return f"{written}  # {remark}" if remark else written


def _scalar(text: str) -> str:
    return inline(text, in_flow=False, quoted=False)


def _quoted(number: str) -> str:
    """A question's number, in quotes where another program would read `1.10` as 1.1."""
    return inline(number, in_flow=False, quoted=True)


def _number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _laid_out(lines: list[str]) -> str:
    """A skeleton in the layout of all files.

    Raises:
        ExamenError: it has problems, which is a fault of examen.
    """
    text = "".join(f"{line}\n" for line in lines)
    reading = read_file(File("", text))
    if reading.sound is not None:
        return format_text(text, "", reading.sound)[0]
    raise ExamenError("\n".join(str(problem) for problem in reading.problems))
