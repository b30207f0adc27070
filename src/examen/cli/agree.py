"""`examen agree`: how far proposed marks agree with marks given by people."""

from __future__ import annotations

from pathlib import Path

from examen.cli.output import print_json
from examen.cli.parameters import argument, command, existing, option
from examen.messages import marked


@command(
    "agree",
    marked(
        "Compares proposed marks with those of people. Measures the ideas found, the totals, and "
        "the agreement on each question."
    ),
)
@argument(
    "grades",
    type=existing(dir_okay=False),
    metavar=marked("GRADES"),
    help=marked("The grades.jsonl that examen grade wrote."),
)
@argument(
    "marks",
    type=existing(dir_okay=False),
    metavar=marked("MARKS"),
    help=marked("The marks that people gave, as JSON Lines."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print the figures for a program."))
def agree(grades: Path, marks: Path, *, as_json: bool) -> int:
    """Print the agreement."""
    from examen import analysis

    agreement = analysis.agree(grades, marks)
    if as_json:
        print_json(agreement.to_json())
    return 0
