"""Calibrations belong to an exam of the bank, and to its rubrics as they now stand."""

from __future__ import annotations

from collections.abc import Iterator

from examen.bank.codes import Code
from examen.bank.completing import complete
from examen.bank.loading import Bank
from examen.messages import _
from examen.problems import ExamenError, Problem


def calibrations_belong(bank: Bank) -> Iterator[Problem]:
    """A calibration names an exam or a case that exists and the fingerprint of its rubrics."""
    for key, calibration in bank.calibrations.items():
        if key not in bank.exams and key not in bank.cases:
            if bank.is_broken("exam", key) or bank.is_broken("case", key):
                continue
            message = _("no exam “{key}” has this calibration; remove the file")
            place = bank.place(calibration, "id")
            yield Problem(place, Code.CALIBRATION, message.format(key=key))
            continue
        try:
            full = complete(bank, key)
        except ExamenError:
            continue  # reported where it is broken
        if calibration.rubric != full.fingerprint:
            message = _(
                "this calibration was learned with another version of the rubric and is not used; "
                "run “examen calibrate {key}” again"
            )
            place = bank.place(calibration, "rubric")
            yield Problem(place, Code.CALIBRATION, message.format(key=key))
