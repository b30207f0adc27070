"""`examen schema`: JSON Schemas, with which editors complete and check while one types."""

from __future__ import annotations

from pathlib import Path

import click

from examen.cli.parameters import argument, command, new_folder
from examen.messages import marked


@command(
    "schema",
    marked(
        "Writes the JSON Schemas of the files. With them, an editor completes and checks cases "
        "and rubrics while you type."
    ),
)
@argument(
    "folder",
    default=Path("schemas"),
    type=new_folder(),
    metavar=marked("[FOLDER]"),
    help=marked("Where to write them [default: schemas]."),
)
def schema(folder: Path) -> int:
    """Write the schemas and say which."""
    from examen import bank

    for path in bank.write_schemas(folder):
        click.echo(path)
    return 0
