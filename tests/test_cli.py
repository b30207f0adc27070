"""The command line as a whole: languages, statuses, errors."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from examen.cli import main
from examen.cli.main import app
from examen.messages import current

COMMANDS = (
    "list show search coverage new fmt preview check validate retire assemble use render grade "
    "agree calibrate suggest schema completion"
).split()


def test_help_is_french_for_those_who_ask_for_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Utilisation\u00a0: examen")
    assert "Vérifie une banque et ses barèmes." in shown


@pytest.mark.parametrize("arguments", [["--lang", "en", "--help"], ["--help", "--lang=en"]])
def test_help_in_english_on_request(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 0
    assert "Checks a bank and its rubrics." in capsys.readouterr().out


def test_language_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXAMEN_LANG", "en")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    main(["--help"])
    main(["--lang", "fr", "--help"])
    english, french = capsys.readouterr().out.split("Usage:")[1].split("Utilisation")
    assert "Commands:" in english
    assert "Commandes\u00a0:" in french


@pytest.mark.parametrize(
    ("asked", "english", "warned"),
    [("en_GB.UTF-8", True, False), ("EN", True, False), ("", False, False), ("de", False, True)],
)
def test_a_language_is_asked_for_as_systems_write_it(
    asked: str,
    english: bool,  # noqa: FBT001 - a column of the table above
    warned: bool,  # noqa: FBT001 - likewise
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("EXAMEN_LANG", asked)
    assert main(["check", "--help"]) == 0
    said = capsys.readouterr()
    assert ("Usage:" in said.out) == english
    assert ("EXAMEN_LANG" in said.err) == warned


def test_the_caller_keeps_its_language() -> None:
    main(["--lang", "en", "--help"])
    assert current() == "fr"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_text_of_a_command_is_translated(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = app.commands[name]
    main([name, "--help"])
    french = " ".join(capsys.readouterr().out.split())
    main([name, "--help", "--lang", "en"])
    english = " ".join(capsys.readouterr().out.split())
    assert "--help Affiche cette aide." in french
    assert "--help Show this message and exit." in english
    options = [item for item in command.params if isinstance(item, click.Option)]
    for said in [command.help, *(item.help for item in options)]:
        assert said
        # Lines are also broken after hyphens.
        assert "".join(said.split()) in french.replace(" ", "")
        assert " ".join(said.split()) not in english


def test_commands_are_these() -> None:
    assert list(app.commands) == COMMANDS


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["grade"], "Erreur\u00a0: Il manque l’argument «\u00a0ÉPREUVE\u00a0»."),
        (["grad"], "Erreur\u00a0: La commande «\u00a0grad\u00a0» n’existe pas."),
        (["check", "--jsn"], "Vouliez-vous dire «\u00a0--json\u00a0»\u202f?"),
        (["check", "absent.yaml"], "Chemin «\u00a0absent.yaml\u00a0» introuvable."),
        (
            ["list", "--lang", "de"],
            "«\u00a0de\u00a0» n’est pas dans la liste «\u00a0fr\u00a0», «\u00a0en\u00a0».",
        ),
        (["render", "x", "--layout", "tiny"], "n’est pas dans la liste «\u00a0standard\u00a0», "),
        (["assemble", "x", "--seed", "-1"], "donnez un nombre entier de 0 à 2147483647."),
        (["assemble", "x", "--seed", "abc"], "donnez un nombre entier de 0 à 2147483647."),
        (["assemble", "x", "--time-limit", "0"], "donnez un nombre de 1 à 86400."),
        (["assemble", "x", "--time-limit", "nan"], "donnez un nombre de 1 à 86400."),
        (["preview", "x", "--port", "99999"], "donnez un nombre entier de 0 à 65535."),
        (["search", "x", "--limit", "0"], "donnez un nombre entier à partir de 1."),
    ],
    ids=" ".join,
)
def test_wrong_use(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert expected in shown.err
    assert shown.out == ""


def test_no_command_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "Commandes\u00a0:" in capsys.readouterr().err


@pytest.fixture
def _failing(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(**_arguments: object) -> None:
        raise error

    monkeypatch.setattr(app.commands["list"], "callback", fail)


@pytest.mark.usefixtures("_failing")
@pytest.mark.parametrize("error", [ValueError("a\nb")])
def test_a_fault_of_ours_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith(
        "Erreur\u00a0: Erreur inattendue, ValueError\u00a0: a b. C’est un défaut"
    )
    assert shown.count("\n") == 1
    monkeypatch.setenv("EXAMEN_DEBUG", "1")
    with pytest.raises(ValueError, match="a\nb"):
        main(["list"])


@pytest.mark.usefixtures("_failing")
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EACCES, "no", "a.yaml"), "a.yaml\u00a0: l’accès est refusé"),
        (OSError(errno.ENOSPC, "no", "a.yaml"), "a.yaml\u00a0: le disque est plein"),
        (OSError(errno.ENOENT, "no", "a.yaml"), "a.yaml\u00a0: ce fichier ou ce dossier"),
        (OSError(errno.EISDIR, "no", "a.yaml"), "a.yaml\u00a0: c’est un dossier"),
        (OSError(errno.EIO, "Odd", "a.yaml"), "a.yaml\u00a0: Odd"),
    ],
)
def test_what_the_system_refuses_is_said_in_french(
    said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 2
    assert f"Erreur\u00a0: {said}" in capsys.readouterr().err


@pytest.mark.usefixtures("_failing")
@pytest.mark.parametrize("error", [KeyboardInterrupt()])
def test_interruption_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 130
    assert capsys.readouterr().err.strip() == "Erreur\u00a0: Interrompu."


HEAVY = {"pydantic", "spacy", "typst", "docx", "odfdo", "openpyxl", "rich", "yaml"}


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from examen.cli import main; main(['--help']); "
        f"print(sorted(set(sys.modules) & {HEAVY}), file=sys.stderr)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


def test_what_a_terminal_lacks_is_no_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "examen", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=True,
    )
    assert "Produit les documents d?une épreuve.".encode("latin-1") in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_EXAMEN_COMPLETE" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("examen gr", ["grade"]),
        ("examen render bts-ndrc-2020", ["bts-ndrc-2020-e5-groupama"]),
        ("examen show groupama-sportifs/2.1", ["groupama-sportifs/2.1"]),
        ("examen render x --layout l", ["large-print"]),
        ("examen search --competency C2.1", ["C2.1"]),
        ("examen search --block B2", ["B2"]),
        ("examen search --case pret-v", ["pret-voiture"]),
        ("examen coverage bts-ndrc-2020", ["bts-ndrc-2020-e5-groupama"]),
        ("examen coverage --framework cons", ["conseiller-bancassurance"]),
        ("examen new rubric pret-v", ["pret-voiture"]),
        ("examen new case x --framework cons", ["conseiller-bancassurance"]),
    ],
)
def test_completion(typed: str, proposed: list[str], root: Path) -> None:
    position = str(len(typed.split()) - 1)
    asked = {"_EXAMEN_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": position}
    done = subprocess.run(
        [sys.executable, "-m", "examen"],
        env={**os.environ, **asked},
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [f"plain,{name}" for name in proposed]
