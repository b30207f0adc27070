"""Checks: what only the whole bank can show. Each is a plain function whose docstring is its rule.

Checks that need the grader (examples whose mark differs, model answers below full marks) stand in
`examen.grading.selftest`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from examen.bank.checks.awards import (
    awards_fit_points,
    better_earns_more,
    enough_ideas,
)
from examen.bank.checks.blueprints import (
    blueprints_ask_for_what_exists,
    blueprints_can_be_met,
)
from examen.bank.checks.calibrations import calibrations_belong
from examen.bank.checks.cases import (
    cited_documents_exist,
    competencies_exist,
    documents_are_cited,
    figures_exist,
    numbering_has_no_holes,
    parts_have_questions,
    table_rows_are_complete,
)
from examen.bank.checks.ideas import (
    dated_ideas_are_decided,
    exam_dates_are_dates,
    ideas_have_phrasings,
    named_ideas_exist,
    required_justifications_exist,
    requirements_have_an_end,
)
from examen.bank.checks.identity import ideas_differ, ids_are_unique, phrasings_differ
from examen.bank.checks.oral import (
    oral_cases_have_scenarios,
    questions_build_on_earlier_ones,
    questions_cite_no_jury_documents,
)
from examen.bank.checks.phrasings import phrasings_hold_words, regexes_are_valid
from examen.bank.checks.points import criteria_add_up, exams_add_up, parts_add_up
from examen.bank.checks.references import texts_cite_what_follows
from examen.bank.checks.reviews import validated_questions_are_unchanged
from examen.bank.checks.rubrics import (
    entities_fit_criteria,
    examples_fit_points,
    languages_agree,
    questions_have_rubrics,
    rubrics_have_questions,
    validated_rubrics_have_examples,
)
from examen.bank.checks.uses import (
    exams_number_their_questions,
    exams_use_what_exists,
    uses_name_what_exists,
)
from examen.bank.checks.variables import exams_use_variants_that_exist, variables_are_used
from examen.bank.loading import Bank, without_collecting
from examen.problems import Problem

Check = Callable[[Bank], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    ids_are_unique,
    ideas_differ,
    phrasings_differ,
    numbering_has_no_holes,
    parts_have_questions,
    table_rows_are_complete,
    cited_documents_exist,
    documents_are_cited,
    figures_exist,
    oral_cases_have_scenarios,
    questions_cite_no_jury_documents,
    questions_build_on_earlier_ones,
    texts_cite_what_follows,
    competencies_exist,
    exams_use_what_exists,
    exams_number_their_questions,
    uses_name_what_exists,
    blueprints_ask_for_what_exists,
    blueprints_can_be_met,
    questions_have_rubrics,
    rubrics_have_questions,
    languages_agree,
    entities_fit_criteria,
    criteria_add_up,
    parts_add_up,
    exams_add_up,
    awards_fit_points,
    better_earns_more,
    enough_ideas,
    named_ideas_exist,
    requirements_have_an_end,
    ideas_have_phrasings,
    required_justifications_exist,
    regexes_are_valid,
    phrasings_hold_words,
    exam_dates_are_dates,
    dated_ideas_are_decided,
    validated_rubrics_have_examples,
    examples_fit_points,
    validated_questions_are_unchanged,
    calibrations_belong,
    variables_are_used,
    exams_use_variants_that_exist,
)


def check(bank: Bank) -> list[Problem]:
    """Run every check, on broken files too as far as they can be read.

    Returns:
        The problems beyond `bank.problems`, sorted; the order of files and checks does not matter.
    """
    seen = bank.with_salvaged()
    with without_collecting():
        return sorted({problem for run in CHECKS for problem in run(seen)})
