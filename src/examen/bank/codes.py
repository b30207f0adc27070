"""The kinds of problem a bank may have: one table, one sentence each.

Every code has a specimen in `tests/specimens/`, which is its test and its documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from examen.messages import _, marked


class Code(StrEnum):
    """A kind of problem, as it is printed after the place."""

    # Files
    UNREADABLE_FILE = "unreadable-file"
    ENCODING = "encoding"
    CONTROL_CHARACTER = "control-character"
    EMPTY_FILE = "empty-file"
    # YAML
    YAML_TAB = "yaml-tab"
    YAML_INDENT = "yaml-indent"
    YAML_COLON = "yaml-colon"
    YAML_KEY = "yaml-key"
    YAML_QUOTE = "yaml-quote"
    YAML_ESCAPE = "yaml-escape"
    YAML_BRACKET = "yaml-bracket"
    YAML_CHARACTER = "yaml-character"
    YAML_ALIAS = "yaml-alias"
    YAML_TAG = "yaml-tag"
    YAML_DOCUMENTS = "yaml-documents"
    YAML_DEPTH = "yaml-depth"
    YAML_SYNTAX = "yaml-syntax"
    DUPLICATE_KEY = "duplicate-key"
    EMPTY_VALUE = "empty-value"
    # Records
    NOT_A_RECORD = "not-a-record"
    SCHEMA = "schema"
    SCHEMA_VERSION = "schema-version"
    MISSING_KEY = "missing-key"
    UNKNOWN_KEY = "unknown-key"
    WRONG_KIND = "wrong-kind"
    WRONG_CHOICE = "wrong-choice"
    WRONG_RULE = "wrong-rule"
    WRONG_PHRASING = "wrong-phrasing"
    WRONG_NUMBER = "wrong-number"
    WRONG_DATE = "wrong-date"
    WRONG_IDENTIFIER = "wrong-identifier"
    NUMBER_RANGE = "number-range"
    EMPTY_TEXT = "empty-text"
    EMPTY_LIST = "empty-list"
    # Variables
    WRONG_EXPRESSION = "wrong-expression"
    UNCOMPUTABLE = "uncomputable"
    UNKNOWN_VARIABLE = "unknown-variable"
    UNUSED_VARIABLE = "unused-variable"
    VARIABLE_BOUNDS = "variable-bounds"
    VARIABLE_CYCLE = "variable-cycle"
    IMPOSSIBLE_CONDITION = "impossible-condition"
    UNKNOWN_VARIANT = "unknown-variant"
    # What only the whole can show: identity and references
    DUPLICATE_ID = "duplicate-id"
    DUPLICATE_IDEA = "duplicate-idea"
    DUPLICATE_PHRASING = "duplicate-phrasing"
    WORDLESS_PHRASING = "wordless-phrasing"
    NUMBERING = "numbering"
    EMPTY_PART = "empty-part"
    TABLE_ROW = "table-row"
    UNKNOWN_DOCUMENT = "unknown-document"
    UNUSED_DOCUMENT = "unused-document"
    MISSING_FIGURE = "missing-figure"
    SCENARIO = "scenario"
    JURY_DOCUMENT = "jury-document"
    QUESTION_ORDER = "question-order"
    FIXED_REFERENCE = "fixed-reference"
    UNKNOWN_FRAMEWORK = "unknown-framework"
    UNKNOWN_COMPETENCY = "unknown-competency"
    UNKNOWN_CASE = "unknown-case"
    UNKNOWN_QUESTION = "unknown-question"
    UNKNOWN_IDEA = "unknown-idea"
    UNKNOWN_CRITERION = "unknown-criterion"
    MISSING_RUBRIC = "missing-rubric"
    LANGUAGE = "language"
    # What only the whole can show: points and ideas
    POINTS_SUM = "points-sum"
    AWARD_POINTS = "award-points"
    AWARD_ORDER = "award-order"
    TOO_FEW_IDEAS = "too-few-ideas"
    REQUIRES_CYCLE = "requires-cycle"
    MISSING_PHRASING = "missing-phrasing"
    MISSING_JUSTIFICATION = "missing-justification"
    INVALID_REGEX = "invalid-regex"
    UNSUPPORTED_REGEX = "unsupported-regex"
    DATED_IDEA = "dated-idea"
    MISSING_EXAMPLE = "missing-example"
    EXAMPLE_POINTS = "example-points"
    VALIDATED_CHANGED = "validated-changed"
    # Blueprints
    BOUNDS = "bounds"
    EMPTY_LIMIT = "empty-limit"
    # What was learned from marked copies
    CALIBRATION = "calibration"

    @property
    def meaning(self) -> str:
        """What is wrong, in a sentence."""
        return _(EXPLANATIONS[self])


EXPLANATIONS: Mapping[Code, str] = MappingProxyType(
    {
        Code.UNREADABLE_FILE: marked("A file cannot be opened."),
        Code.ENCODING: marked("A file is not text in UTF-8."),
        Code.CONTROL_CHARACTER: marked("A text holds a character that nobody can see."),
        Code.EMPTY_FILE: marked("A file holds nothing."),
        Code.YAML_TAB: marked("A tab indents a line where YAML wants spaces."),
        Code.YAML_INDENT: marked("A line is not indented like the others it belongs to."),
        Code.YAML_COLON: marked("A text with a colon and a space stands without quotes."),
        Code.YAML_KEY: marked("A line is neither a key with its colon nor a list item."),
        Code.YAML_QUOTE: marked("A quote is not closed, or closed too early."),
        Code.YAML_ESCAPE: marked("A backslash in double quotes means nothing."),
        Code.YAML_BRACKET: marked("A list in [ ] or a mapping in { } is malformed."),
        Code.YAML_CHARACTER: marked("A text begins with a character that means something else."),
        Code.YAML_ALIAS: marked("An anchor or an alias is used, or a text begins with & or *."),
        Code.YAML_TAG: marked("A tag is used, or a text begins with an exclamation mark."),
        Code.YAML_DOCUMENTS: marked("A file holds more than one document."),
        Code.YAML_DEPTH: marked("Lists and mappings are nested too deep."),
        Code.YAML_SYNTAX: marked("A line is not YAML, for another reason."),
        Code.DUPLICATE_KEY: marked("A mapping has the same key twice."),
        Code.EMPTY_VALUE: marked("A key or a list item was left empty."),
        Code.NOT_A_RECORD: marked("A file is not a mapping."),
        Code.SCHEMA: marked("A file does not say what it is, or says something unknown."),
        Code.SCHEMA_VERSION: marked("A file follows a version that is not understood."),
        Code.MISSING_KEY: marked("A key that a record needs is missing."),
        Code.UNKNOWN_KEY: marked("A record has a key that means nothing there."),
        Code.WRONG_KIND: marked("A text, a list or a mapping stands where another is expected."),
        Code.WRONG_CHOICE: marked("A value is not one of those that are allowed."),
        Code.WRONG_RULE: marked("An award rule is unknown or not named."),
        Code.WRONG_PHRASING: marked("A phrasing has none of the forms that exist."),
        Code.WRONG_NUMBER: marked("A number is expected and something else stands there."),
        Code.WRONG_DATE: marked("A date is expected and something else stands there."),
        Code.WRONG_IDENTIFIER: marked("An identifier, code or number is not written as it must."),
        Code.NUMBER_RANGE: marked("A number is too small, too large or too precise."),
        Code.EMPTY_TEXT: marked("A text that must say something is empty."),
        Code.EMPTY_LIST: marked("A list that must hold something is empty."),
        Code.WRONG_EXPRESSION: marked("An expression cannot be read, or a text filled with it."),
        Code.UNCOMPUTABLE: marked("An expression cannot be computed, as in a division by zero."),
        Code.UNKNOWN_VARIABLE: marked("An expression names a variable that the case lacks."),
        Code.UNUSED_VARIABLE: marked("Nothing uses a variable."),
        Code.VARIABLE_BOUNDS: marked("A variable's bounds are reversed, or its step misses them."),
        Code.VARIABLE_CYCLE: marked("Variables are computed from each other in a circle."),
        Code.IMPOSSIBLE_CONDITION: marked("Almost no draw meets the conditions of a case."),
        Code.UNKNOWN_VARIANT: marked("An exam asks for a variant of a case without variables."),
        Code.DUPLICATE_ID: marked("Two things have the same identifier."),
        Code.DUPLICATE_IDEA: marked("Two ideas of a question say the same."),
        Code.DUPLICATE_PHRASING: marked("The same phrasing stands twice among a question's ideas."),
        Code.WORDLESS_PHRASING: marked("A word that is looked for has neither letter nor digit."),
        Code.NUMBERING: marked("Questions' numbers have a hole or are out of order."),
        Code.EMPTY_PART: marked("A part of a case has no question."),
        Code.TABLE_ROW: marked("A table's row does not have a cell for each column."),
        Code.UNKNOWN_DOCUMENT: marked("A question cites a document that the case does not have."),
        Code.UNUSED_DOCUMENT: marked("No question cites a document."),
        Code.SCENARIO: marked("An oral case has no scenario, or a written one has one."),
        Code.JURY_DOCUMENT: marked("A question cites a document that only the jury gets."),
        Code.QUESTION_ORDER: marked("A question builds on one that does not come before it."),
        Code.FIXED_REFERENCE: marked("A text cites by number what an exam may number otherwise."),
        Code.MISSING_FIGURE: marked("A figure's picture does not exist."),
        Code.UNKNOWN_FRAMEWORK: marked("A file needs a framework that the bank does not have."),
        Code.UNKNOWN_COMPETENCY: marked(
            "A file names a competency or a block that the framework lacks."
        ),
        Code.UNKNOWN_CASE: marked("A file names a case that does not exist."),
        Code.UNKNOWN_QUESTION: marked("A file names a question that its case does not have."),
        Code.UNKNOWN_IDEA: marked("An idea is named that the question does not have."),
        Code.UNKNOWN_CRITERION: marked("An entity has ideas for a criterion that does not exist."),
        Code.MISSING_RUBRIC: marked("A question has no rubric."),
        Code.LANGUAGE: marked("A rubric is not in the language of its case."),
        Code.POINTS_SUM: marked("Points do not add up."),
        Code.AWARD_POINTS: marked(
            "What an award rule gives at most is not the criterion's points."
        ),
        Code.AWARD_ORDER: marked("More ideas or a better level do not earn more."),
        Code.TOO_FEW_IDEAS: marked("More ideas are expected than are listed."),
        Code.REQUIRES_CYCLE: marked("Ideas require each other in a circle."),
        Code.MISSING_PHRASING: marked("Nothing says how to recognise an idea."),
        Code.MISSING_JUSTIFICATION: marked("An idea that must be justified has no justification."),
        Code.INVALID_REGEX: marked("A regular expression cannot be read."),
        Code.UNSUPPORTED_REGEX: marked("A regular expression asks for what might never end."),
        Code.DATED_IDEA: marked("An idea is not right on the day of an exam."),
        Code.MISSING_EXAMPLE: marked("A validated rubric lacks a kind of example."),
        Code.EXAMPLE_POINTS: marked("An example's points do not fit its kind or its question."),
        Code.VALIDATED_CHANGED: marked("A question has changed since it was validated."),
        Code.BOUNDS: marked("A least is above its most."),
        Code.EMPTY_LIMIT: marked("A limit does not say of what, or how much."),
        Code.CALIBRATION: marked("A calibration belongs to no exam, or to another rubric."),
    }
)
