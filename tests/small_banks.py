"""Small banks for tests: cases of a few words, written to files as JSON, which YAML allows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


def question(number: str, prompt: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "prompt": prompt, "points": "2", **more}


def case(key: str, title: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "schema": "case/1",
        "id": key,
        "title": title,
        "framework": "metier",
        "context": "Une agence.",
        "parts": [{"id": "un", "title": "Dossier unique", "questions": list(questions)}],
        **more,
    }


def rubric(key: str, **ideas: list[str]) -> dict[str, Any]:
    """The rubric of a case; `ideas` are what answers should say, by `q` and a question's number."""
    return {
        "schema": "rubric/1",
        "id": key,
        "case": key,
        "questions": [_marking(name[1:].replace("_", "."), said) for name, said in ideas.items()],
    }


def _marking(number: str, said: list[str]) -> dict[str, Any]:
    ideas = [
        {"id": f"i{n}", "says": text, "phrasings": [text]} for n, text in enumerate(said, start=1)
    ]
    return {
        "question": number,
        "model_answer": " ".join(said),
        "criteria": [
            {"id": "c", "title": "C", "points": "2", "award": {"rule": "all"}, "ideas": ideas}
        ],
    }


def framework(**blocks: list[str]) -> dict[str, Any]:
    """A framework `metier`; `blocks` are the competencies by block."""
    return {
        "schema": "framework/1",
        "id": "metier",
        "title": "Conseiller",
        "blocks": [
            {
                "id": block,
                "title": f"Bloc {block}",
                "modalities": [
                    {
                        "id": "ecrit",
                        "title": "Cas écrit",
                        "form": "written-case",
                        "description": "Un cas.",
                    },
                    {
                        "id": "oral",
                        "title": "Entretien",
                        "form": "role-play",
                        "description": "Un entretien.",
                    },
                ],
                "activities": [
                    {
                        "id": f"A{block[1:]}",
                        "title": "Activité",
                        "competencies": [
                            {
                                "id": code,
                                "title": f"Savoir {code}",
                                "description": "Savoir faire.",
                                "criteria": ["Bien fait."],
                            }
                            for code in codes
                        ],
                    }
                ],
            }
            for block, codes in blocks.items()
        ],
    }


def use(day: str, exam: str = "controle", **questions: list[str]) -> dict[str, Any]:
    """A use; `questions` are numbers by case, `_` for each hyphen."""
    given = {name.replace("_", "-"): numbers for name, numbers in questions.items()}
    return {"exam": exam, "on": day, "class": "BTS 2 A", "questions": given}


@dataclass(frozen=True)
class SmallBank:
    """A bank in a folder of a test."""

    folder: Path

    @property
    def bank(self) -> Path:
        return self.folder / "bank"

    @property
    def rubrics(self) -> Path:
        return self.folder / "rubrics"

    def put(self, *records: dict[str, Any]) -> None:
        """Write records to their files, over what was there."""
        for record in records:
            text = json.dumps(record, ensure_ascii=False, indent=1)
            path = self.path(record)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def path(self, record: dict[str, Any]) -> Path:
        kind = record["schema"].partition("/")[0]
        if kind == "uses":
            return self.bank / "uses.yaml"
        room = self.rubrics if kind == "rubric" else self.bank / f"{kind}s"
        return room / f"{record['id']}.yaml"

    def put_uses(self, *uses: dict[str, Any]) -> None:
        self.put({"schema": "uses/1", "uses": list(uses)})


def small_bank(folder: Path) -> SmallBank:
    """An empty bank."""
    bank = SmallBank(folder)
    bank.bank.mkdir(parents=True)
    bank.rubrics.mkdir()
    return bank
