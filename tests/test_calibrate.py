"""Learning from marked copies: what changes, what must not, and where it is used."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examen.analysis.marks import QuestionMarks
from examen.bank import dumps
from examen.grading import Grader
from examen.grading.calibrated import ADJUSTMENT
from examen.learning.calibrate import LEAST_COPIES, TooFewError, calibrate
from examen.model.calibration import Calibration, Method, PointsWeights
from examen.model.grade import Finding, FindingStatus, QuestionGrade
from marked_set import (
    CONSENT,
    CRITERIA,
    LINK,
    NAME,
    NOT_ASKED,
    copies,
    exam,
    lenient,
    points_only,
)

DAY = date(2026, 11, 21)
FULL = exam()


def learned(count: int = 24, *, points: bool = False) -> Calibration:
    some = copies(count)
    return calibrate(FULL, some, (points_only if points else lenient)(some), DAY)


@pytest.fixture(scope="module")
def by_ideas() -> Calibration:
    return learned()


@pytest.fixture(scope="module")
def by_points() -> Calibration:
    return learned(60, points=True)


def grade(answer: str, calibration: Calibration | None = None) -> QuestionGrade:
    return Grader(replace(FULL, calibration=calibration)).grade_answer("1", answer)


def finding(answer: str, idea: str, calibration: Calibration | None = None) -> Finding:
    found = grade(answer, calibration).awards[0].findings
    return next(one for one in found if one.idea == idea)


class TestIdeas:
    def test_a_passage_that_the_jury_takes_becomes_enough(self, by_ideas: Calibration) -> None:
        assert finding(LINK, "lien").status is FindingStatus.MISSING
        now = finding(LINK, "lien", by_ideas)
        assert now.status is FindingStatus.FOUND
        assert now.evidence
        assert LINK[now.evidence[0].start : now.evidence[0].end] == now.evidence[0].quote
        assert now.reason.startswith("D’après 24 copies notées, l’idée est considérée comme prés")

    def test_a_word_that_the_jury_does_not_take_is_not_enough(self, by_ideas: Calibration) -> None:
        assert finding(NAME, "nom").status is FindingStatus.FOUND
        now = finding(NAME, "nom", by_ideas)
        assert now.status is not FindingStatus.FOUND
        assert now.reason.startswith("D’après 24 copies notées")

    def test_what_the_jury_sees_as_the_rubric_does_stays(self, by_ideas: Calibration) -> None:
        before, after = finding(CONSENT, "accord"), finding(CONSENT, "accord", by_ideas)
        assert after.status is before.status is FindingStatus.FOUND
        assert after.confidence > before.confidence
        assert after.reason == before.reason

    def test_marks_come_nearer_to_those_of_the_jury(self, by_ideas: Calibration) -> None:
        before, after = by_ideas.before, by_ideas.after
        assert before.kappa is not None and after.kappa is not None  # noqa: PT018
        assert after.kappa > before.kappa
        assert by_ideas.used[0].after == by_ideas.questions[0].after

    def test_a_jury_that_marks_as_the_rubric_does_changes_no_mark(self) -> None:
        some = [replace(one, answers={"1": f"{CONSENT}\n{one.id}"}) for one in copies(20)]
        agreed = lenient(some)
        calibration = calibrate(FULL, some, agreed, DAY)
        for one in some:
            answer = one.answers["1"]
            assert grade(answer, calibration).points == grade(answer).points

    def test_few_copies_change_less_than_many(self) -> None:
        few, many = learned(12), learned(60)
        assert (
            finding(CONSENT, "accord").confidence
            < finding(CONSENT, "accord", few).confidence
            < finding(CONSENT, "accord", many).confidence
        )

    def test_what_denies_an_idea_is_not_learned_away(self, by_ideas: Calibration) -> None:
        denied = "Il ne faut pas l'accord du client."
        assert finding(denied, "accord", by_ideas) == finding(denied, "accord")


class TestPoints:
    def test_what_such_an_answer_is_worth_is_an_award_of_its_own(
        self, by_points: Calibration
    ) -> None:
        answer = copies(60)[1].answers["1"]
        assert grade(answer).points == 2  # a name too much, a link too few
        assert grade(answer, by_points).points == 2
        answer = f"{LINK} {CONSENT} {NOT_ASKED}"
        assert grade(answer).points == 1
        adjusted = grade(answer, by_points).awards[-1]
        assert adjusted.criterion == ADJUSTMENT
        assert adjusted.points == 1
        assert adjusted.max == 0
        assert adjusted.findings[0].evidence
        assert adjusted.findings[0].reason.startswith("D’après 60 copies notées, une telle réponse")

    def test_too_few_copies_for_points(self) -> None:
        assert learned(12, points=True).used == ()

    def test_the_step_of_the_rubric(self, by_points: Calibration) -> None:
        assert by_points.questions[0].points is not None
        assert by_points.questions[0].points.step == 1

    def test_chance_teaches_nothing(self) -> None:
        """What copies of a jury that rolls dice seem to teach, other copies do not bear out."""
        some, dice = copies(60), random.Random(7)  # noqa: S311 - dice
        marks = {
            "jury": {one.id: {"1": QuestionMarks(Decimal(dice.randint(0, 3)))} for one in some}
        }
        after = calibrate(FULL, some, marks, DAY).questions[0].after
        assert after.kappa is not None
        assert after.kappa < 0.3

    def test_no_points_without_words_that_show_why(self, by_points: Calibration) -> None:
        def weighted(letters: dict[str, Decimal]) -> Calibration:
            points = PointsWeights(
                step=Decimal(1),
                start=Decimal(0),
                proposed=Decimal(0),
                doubt=Decimal(0),
                findings={"envoi:nom": Decimal(100)},  # worth points even where it is missing
                letters=letters,
            )
            question = by_points.questions[0].model_copy(update={"used": True, "points": points})
            return by_points.model_copy(update={"questions": (question,)})

        assert grade(NOT_ASKED, weighted({})).points == 0
        assert grade(NOT_ASKED, weighted({"_logo": Decimal(-1)})).points == 0
        shown = grade(NOT_ASKED, weighted({"_logo": Decimal(1)}))
        assert shown.points == 3
        assert shown.awards[-1].findings[0].evidence[0].quote.startswith("Le logo est bleu")


WORDS = st.sampled_from([LINK, CONSENT, NAME, NOT_ASKED, "lien", "é" * 50, "\u202e🎉", "nom " * 40])
ANSWERS = st.lists(WORDS | st.text(max_size=40), max_size=8).map(" ".join)


class TestAnyAnswer:
    @pytest.mark.parametrize("kind", ["by_ideas", "by_points"])
    def test_points_stay_in_range_and_have_evidence(
        self, kind: str, request: pytest.FixtureRequest
    ) -> None:
        grader = Grader(replace(FULL, calibration=request.getfixturevalue(kind)))

        @given(ANSWERS)
        @settings(max_examples=150, deadline=None)
        def holds(answer: str) -> None:
            marked = grader.grade_answer("1", answer)
            assert 0 <= marked.low <= marked.points <= marked.high <= marked.max
            assert marked.points == sum(award.points for award in marked.awards)
            assert marked.points == round(marked.points)
            quoted = [e for award in marked.awards for f in award.findings for e in f.evidence]
            assert quoted or not marked.points
            for piece in quoted:
                assert answer[piece.start : piece.end] == piece.quote != ""
            for award in marked.awards:
                assert award.low <= award.points <= award.high
                assert all(0 <= one.confidence <= 1 and one.reason for one in award.findings)

        holds()

    @pytest.mark.parametrize("kind", ["by_ideas", "by_points"])
    @pytest.mark.parametrize(
        "answer",
        ["", " \n", "…", "Les volcans d'Auvergne dorment.", "zut " * 500, "Voir 1.1.2."],
        ids=["empty", "blank", "dots", "off-topic", "repeated", "elsewhere"],
    )
    def test_nothing_to_the_point_earns_nothing(
        self, kind: str, answer: str, request: pytest.FixtureRequest
    ) -> None:
        assert grade(answer, request.getfixturevalue(kind)).points == 0


class TestFile:
    @pytest.mark.parametrize("points", [False, True], ids=["ideas", "points"])
    def test_the_order_of_copies_and_marks_does_not_matter(self, *, points: bool) -> None:
        some = copies(24)
        marks = (points_only if points else lenient)(some)
        once = dumps(calibrate(FULL, some, marks, DAY))
        shuffled = random.Random(3).sample(some, len(some))  # noqa: S311 - an order, not a secret
        turned = {"jury": dict(reversed(marks["jury"].items()))}
        assert dumps(calibrate(FULL, shuffled, turned, DAY)) == once

    def test_it_says_where_it_comes_from(self, by_ideas: Calibration) -> None:
        assert (by_ideas.id, by_ideas.rubric) == ("essai", FULL.fingerprint)
        assert (by_ideas.copies, by_ideas.markers, by_ideas.date) == (24, ("jury",), DAY)
        assert by_ideas.method is Method.LEAVE_ONE_OUT
        assert learned(31).method is Method.TEN_FOLD

    def test_a_calibration_that_exists_plays_no_part(self, by_ideas: Calibration) -> None:
        some = copies(24)
        again = calibrate(replace(FULL, calibration=by_ideas), some, lenient(some), DAY)
        assert again == by_ideas

    def test_copies_without_marks_are_passed_over(self, by_ideas: Calibration) -> None:
        some = copies(24)
        assert calibrate(FULL, copies(40), lenient(some), DAY) == by_ideas

    def test_five_copies_are_too_few(self) -> None:
        with pytest.raises(TooFewError, match=f"5 copies ont des notes.*{LEAST_COPIES}"):
            learned(5)


class TestBelonging:
    def test_another_rubric_is_marked_without_it(self, by_ideas: Calibration) -> None:
        other = exam(CRITERIA.replace("[[nom]]", "[[nom], [marque]]"))
        graded = Grader(replace(other, calibration=by_ideas)).grade(copies(2)[1])
        assert graded.calibration is None
        assert graded.questions[0].awards[0].findings[0].status is FindingStatus.MISSING

    def test_the_grade_says_so(self, by_ideas: Calibration) -> None:
        graded = Grader(replace(FULL, calibration=by_ideas)).grade(copies(2)[1])
        assert graded.calibration is not None
        assert graded.calibration.copies == 24
        assert graded.calibration.questions == ("1",)
