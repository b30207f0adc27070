"""What the index holds of a bank's records: a row for each case and each of its questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple

from examen.search.words import compounds, filed, fold, forms, plain

if TYPE_CHECKING:
    from examen.bank import Bank
    from examen.model.case import Case, Document, Part, Question, Scenario
    from examen.model.rubric import QuestionRubric, Rubric

SCHEMA = """
CREATE TABLE files (
    name TEXT PRIMARY KEY, size INTEGER, changed INTEGER, touched INTEGER, inode INTEGER,
    read INTEGER, digest BLOB, kind TEXT, "case" TEXT, broken INTEGER
) WITHOUT ROWID;
CREATE TABLE items (
    id INTEGER PRIMARY KEY, "case" TEXT, number TEXT, place INTEGER, title TEXT, part TEXT,
    prompt TEXT, ideas TEXT, points INTEGER, level INTEGER, minutes INTEGER, form TEXT,
    assessment TEXT, status TEXT, framework TEXT, competencies TEXT,
    documents TEXT
);
CREATE INDEX files_by_case ON files ("case");
CREATE INDEX items_by_case ON items ("case", place);
CREATE TABLE documents (
    "case" TEXT, name TEXT, place INTEGER, title TEXT, body TEXT,
    PRIMARY KEY ("case", name)
) WITHOUT ROWID;
CREATE TABLE assessed (competency TEXT, item INTEGER, PRIMARY KEY (competency, item)) WITHOUT ROWID;
CREATE TABLE competencies (
    framework TEXT, competency TEXT, block TEXT, PRIMARY KEY (framework, competency)
) WITHOUT ROWID;
CREATE TABLE uses ("case" TEXT, number TEXT, day TEXT, exam TEXT, class TEXT);
CREATE INDEX uses_by_question ON uses ("case", number, day);
CREATE TABLE words (written TEXT, lemma TEXT, PRIMARY KEY (written, lemma)) WITHOUT ROWID;
CREATE TABLE spellings (
    written TEXT, spelt TEXT, PRIMARY KEY (written, spelt)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5 (
    title, prompt, ideas, documents, setting,
    written_title, written_prompt, written_ideas, written_documents, written_setting,
    tokenize = 'ascii'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (texts, row);
"""
COLUMNS = ("title", "prompt", "ideas", "documents", "setting")
WRITTEN = tuple(f"written_{column}" for column in COLUMNS)
SCENARIO = ".scenario"  # kept beside the documents, none of which can have such a name
POINTS = 1000  # points are kept as whole thousandths, which is all that records allow


class Filing(NamedTuple):
    """A text as the index takes it: its words under their lemmas, and as they are written."""

    lemmas: str
    written: str


class _Heading(NamedTuple):
    """What stands above a question: its case, the titles of its parts, and its place."""

    case: Case
    title: str
    place: int


@dataclass(slots=True)
class Clerk:
    """Writes rows; remembers which words it has written already."""

    connection: Connection
    known: set[tuple[str, str]] = field(default_factory=set)

    def file(self, text: str, language: str) -> Filing:
        """The text's words, put into the table of words too."""
        lemmas: list[str] = []
        written: list[str] = []
        for form in forms(text):
            word = filed(form, language)
            lemmas += word.lemmas
            written.append(word.written)
            self._learn(form, language)
        for compound in compounds(text):
            lemmas += self._learn_compound(compound, language)
        return Filing(" ".join(lemmas), " ".join(written))

    def _learn(self, form: str, language: str) -> None:
        if (form, language) in self.known:
            return
        self.known.add((form, language))
        word = filed(form, language)
        rows = [(word.written, lemma) for lemma in word.lemmas or ("",)]
        self.connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", rows)
        spelling = (word.written, form.lower())
        self.connection.execute("INSERT OR IGNORE INTO spellings VALUES (?, ?)", spelling)

    def _learn_compound(self, compound: str, language: str) -> tuple[str, ...]:
        """What `e-mail` is filed under besides its parts; it is found as it is written."""
        parts = tuple(forms(compound))
        found = filed("".join(parts), language).lemmas
        if (compound, language) not in self.known:
            self.known.add((compound, language))
            written = " ".join(map(fold, parts))
            rows = [(written, lemma) for lemma in found]
            self.connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", rows)
        return found

    def case(self, case: Case, rubric: Rubric | None) -> None:
        """The rows of a case and of its questions."""
        documents = {item.id: (plain(item.title), _body(item)) for item in case.documents}
        if case.scenario:
            documents[SCENARIO] = "", _played(case.scenario)
        filings = {
            name: self.file(" ".join(text), case.language) for name, text in documents.items()
        }
        self.connection.executemany(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?)",
            [(case.id, name, n, *text) for n, (name, text) in enumerate(documents.items())],
        )
        title, parts = self.file(case.title, case.language), " / ".join(_titles(case.parts))
        context = plain(case.context)
        item = self._item(_Heading(case, "", 0), None, "", documents)
        asked = self.file(f"{context} {parts}", case.language)
        self._text(item, (title, asked, _EMPTY, _joined(filings.values()), _EMPTY))
        marking = {item.question: item for item in rubric.questions} if rubric else {}
        for place, (part, question) in enumerate(_questions(case.parts), start=1):
            prompt, ideas = plain(question.prompt), _ideas(marking.get(question.number))
            named = {name: filings[name] for name in question.documents if name in filings}
            item = self._item(_Heading(case, part, place), question, ideas, named)
            texts = [self.file(text, case.language) for text in (part, prompt, ideas)]
            self._text(item, (*texts, _joined(named.values()), title))
            self.connection.executemany(
                "INSERT OR IGNORE INTO assessed VALUES (?, ?)",
                [(competency, item) for competency in question.competencies],
            )

    def _item(
        self, heading: _Heading, question: Question | None, ideas: str, documents: Iterable[str]
    ) -> int:
        case = heading.case
        points = question.points if question else sum(item.points for item in case.questions())
        minutes = question.minutes if question else case.minutes
        row = (
            case.id,
            question.number if question else "",
            heading.place,
            plain(case.title),
            plain(heading.title),
            plain(question.prompt if question else case.context),
            ideas,
            int(points * POINTS),
            question.level if question else None,
            minutes,
            question.form.value if question else None,
            case.form.value,
            (case.status_of(question) if question else case.status).value,
            case.framework,
            " ".join(question.competencies if question else _competencies(case)),
            " ".join(documents),
        )
        marks = ", ".join("?" * len(row))
        done = self.connection.execute(f"INSERT INTO items VALUES (NULL, {marks})", row)  # noqa: S608 - question marks alone
        return done.lastrowid or 0

    def _text(self, item: int, filings: Iterable[Filing]) -> None:
        lemmas, written = zip(*filings, strict=True)
        row = (item, *lemmas, *written)
        marks = ", ".join("?" * len(row))
        self.connection.execute(
            f"INSERT INTO texts (rowid, {', '.join((*COLUMNS, *WRITTEN))}) VALUES ({marks})",  # noqa: S608 - constants
            row,
        )


_EMPTY = Filing("", "")


def _joined(filings: Iterable[Filing]) -> Filing:
    found = tuple(filings)
    return Filing(" ".join(f.lemmas for f in found), " ".join(f.written for f in found))


def _titles(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield part.title
        yield from _titles(part.parts)


def _questions(parts: Iterable[Part], above: str = "") -> Iterator[tuple[str, Question]]:
    """Each question with the titles of its parts, in the order they are printed."""
    for part in parts:
        title = f"{above} / {part.title}" if above else part.title
        for question in part.questions:
            yield title, question
        yield from _questions(part.parts, title)


def _competencies(case: Case) -> Iterable[str]:
    return dict.fromkeys(code for item in case.questions() for code in item.competencies)


def _body(document: Document) -> str:
    if document.kind == "text":
        return plain(document.body)
    if document.kind == "figure":
        return plain(f"{document.alternative} {document.note or ''}")
    cells = (cell for row in (document.columns, *document.rows) for cell in row)
    return plain(" ".join((*cells, document.note or "")))


def _played(scenario: Scenario) -> str:
    """What the jury plays, asks and answers."""
    replies = (f"{reply.asked}\n{reply.says}" for reply in scenario.replies)
    challenges = (f"{one.says}\n{one.expected}" for one in scenario.challenges)
    return plain("\n".join((scenario.role, scenario.opening, *replies, *challenges)))


def _ideas(marking: QuestionRubric | None) -> str:
    """What a question's answers are expected to say."""
    if marking is None:
        return ""
    said = dict.fromkeys(
        idea.says for _entity, criterion in marking.all_criteria() for idea in criterion.ideas
    )
    return plain(" / ".join(said))


def forget(connection: Connection, cases: Iterable[str]) -> None:
    """Take cases and their questions out of the index."""
    for case in cases:
        ids = connection.execute('SELECT id FROM items WHERE "case" = ?', (case,)).fetchall()
        for table, column in (("texts", "rowid"), ("assessed", "item")):
            connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", ids)  # noqa: S608 - constants
        connection.execute('DELETE FROM items WHERE "case" = ?', (case,))
        connection.execute('DELETE FROM documents WHERE "case" = ?', (case,))


def fill_common(connection: Connection, bank: Bank) -> None:
    """Write anew what belongs to no case: the blocks of frameworks, and the uses."""
    connection.execute("DELETE FROM competencies")
    connection.executemany(
        "INSERT INTO competencies VALUES (?, ?, ?)",
        [
            (framework.id, competency.id, block.id)
            for framework in bank.frameworks.values()
            for block in framework.blocks
            for activity in block.activities
            for competency in activity.competencies
        ],
    )
    connection.execute("DELETE FROM uses")
    connection.executemany(
        "INSERT INTO uses VALUES (?, ?, ?, ?, ?)",
        [
            (case, number, use.on.isoformat(), use.exam, use.group)
            for use in bank.uses
            for case, numbers in use.questions.items()
            for number in numbers
        ],
    )
