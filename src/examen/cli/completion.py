"""`examen completion`: the script that lets a shell complete commands and options."""

from __future__ import annotations

import click

from examen.cli.parameters import argument, command
from examen.messages import marked

SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    marked(
        "Prints the script for completion in your shell. For bash, add this line to ~/.bashrc: "
        'eval "$(examen completion bash)"'
    ),
)
@argument("shell", type=click.Choice(SHELLS), help=marked("Your shell."))
def completion(shell: str) -> int:
    """Print the script of a shell."""
    from click.shell_completion import get_completion_class

    program = click.get_current_context().find_root()
    if completer := get_completion_class(shell):
        script = completer(program.command, {}, str(program.info_name), "_EXAMEN_COMPLETE")
        click.echo(script.source())
    return 0
