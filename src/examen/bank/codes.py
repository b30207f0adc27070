"""The kinds of problem a bank may have: one table, one sentence each.

Every code has a specimen in `tests/specimens/`, which is its test and its documentation.
"""

from __future__ import annotations

from enum import StrEnum


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
    WRONG_VALUE = "wrong-value"
    DUPLICATE_ID = "duplicate-id"
