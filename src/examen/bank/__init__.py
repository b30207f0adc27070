"""The bank: YAML files become records with places; checks find what only the whole can show."""

from examen.bank.blueprints import with_blueprint
from examen.bank.checks import CHECKS, check
from examen.bank.codes import Code
from examen.bank.completing import NO_SESSION, complete, find, fingerprint
from examen.bank.loading import Bank, load, variables_of
from examen.bank.part import identifiers, load_exam, load_kinds, load_named
from examen.bank.schemas import write_schemas
from examen.bank.varying import named_variant, variant
from examen.bank.writing import dumps

__all__ = [
    "CHECKS",
    "NO_SESSION",
    "Bank",
    "Code",
    "check",
    "complete",
    "dumps",
    "find",
    "fingerprint",
    "identifiers",
    "load",
    "load_exam",
    "load_kinds",
    "load_named",
    "named_variant",
    "variables_of",
    "variant",
    "with_blueprint",
    "write_schemas",
]
