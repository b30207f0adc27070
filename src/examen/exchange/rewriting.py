"""Files that people wrote, with another text: the change as a patch, and putting it in place."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from examen.exchange.replacing import replacing
from examen.messages import _, reason
from examen.problems import ExamenError


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A file's text before and after, to the byte."""

    path: Path
    before: str
    after: str

    def diff(self) -> str:
        """The change as `patch` and `git apply` read it; empty without one."""
        name = _shortest(self.path).as_posix()
        lines = unified_diff(
            _lines(self.before), _lines(self.after), f"a/{name}", f"b/{name}", lineterm=""
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)

    def write(self) -> None:
        """Put the new text in the file's place, whole.

        Raises:
            ExamenError: the file is no longer what was read, or cannot be written.
        """
        path = self.path.resolve()
        if read_text(path) != self.before:
            raise changed_meanwhile(self.path)
        mode = path.stat().st_mode
        with replacing(path.parent, {path.name: "utf-8"}) as (stream,):
            stream.write(self.after)
        path.chmod(mode)


def changed_meanwhile(path: Path) -> ExamenError:
    """What to raise if a file is no longer what was read."""
    message = _("{path} was changed meanwhile and is left as it is; start again")
    return ExamenError(message.format(path=path))


def read_text(path: Path) -> str:
    """A file's text to the byte: with its byte order mark and its line ends.

    Raises:
        ExamenError: it cannot be read.
        UnicodeDecodeError: it is not in UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        message = _("“{path}” cannot be read: {reason}.")
        raise ExamenError(message.format(path=path, reason=reason(error))) from error


def _lines(text: str) -> list[str]:
    """Lines as `diff` counts them: ended by a line feed, the last one perhaps not."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1].removesuffix("\n")
    if not lines[-1]:
        return lines[:-1]
    return [*lines[:-1], f"{lines[-1]}\n\\ No newline at end of file\n"]


def _shortest(path: Path) -> Path:
    """The path as seen from the current folder, if it is below it."""
    here, whole = Path.cwd(), path.resolve()
    return whole.relative_to(here) if whole.is_relative_to(here) else path
