"""What the confidences of findings are worth: calibration, and risk against coverage.

Every figure here is over *judgements*: one finding on one idea of one answer, set against one
marker who gave ideas for that answer. Several markers make several judgements of a finding.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from examen.analysis.metrics import rounded
from examen.model.grade import Finding, FindingStatus

LIKELY = 0.5  # an unsure idea of at least this confidence is rather found than not
BINS = 10
LEVELS = 1000  # confidences are kept to the thousandth, as in grades.jsonl


class _Judgement(NamedTuple):
    """A finding as its confidence is judged.

    Attributes:
        confidence: in thousandths; of an unsure finding, that the idea is there.
        unsure: whether the finding leaves the idea to a person.
        right: whether the marker agrees with what `confidence` speaks of.
    """

    confidence: int
    unsure: bool
    right: bool

    def forced(self) -> tuple[int, bool]:
        """The confidence and rightness of what the machine would say if it had to decide."""
        if self.unsure and self.confidence < LIKELY * LEVELS:
            return LEVELS - self.confidence, not self.right
        return self.confidence, self.right


class Judgements:
    """Gathers judgements; memory holds a counter of kinds, however many there are."""

    def __init__(self) -> None:
        self._counts: Counter[_Judgement] = Counter()

    def add(self, finding: Finding, *, given: bool) -> None:
        """Set a finding against a marker who gave the idea, or did not."""
        confidence = min(max(round(finding.confidence * LEVELS), 0), LEVELS)
        right = given != (finding.status is FindingStatus.MISSING)
        unsure = finding.status is FindingStatus.UNSURE
        self._counts[_Judgement(confidence, unsure, right)] += 1

    def calibration(self) -> dict[str, Any]:
        """How far confidences are probabilities.

        Expected calibration error = sum over the bins of n_bin / n * |share right - mean
        confidence|, over ten bins of equal width, each open below and closed above, as in
        M. P. Naeini, G. F. Cooper, M. Hauskrecht, "Obtaining well calibrated probabilities using
        Bayesian binning", AAAI 2015, and C. Guo et al., "On calibration of modern neural
        networks", ICML 2017, section 2. The confidence of a found or missing idea is taken as the
        probability that this status is right; that of an unsure idea, as the probability that the
        idea is there.

        Returns:
            `n` judgements; `ece`, 0 to 1, None without judgements; `bins`, a row for each bin that
            is not empty: `low`, `high`, `n`, mean `confidence`, and `right`, the share.
        """
        sizes, sums, rights = Counter[int](), Counter[int](), Counter[int]()
        for judgement, count in self._counts.items():
            position = max(judgement.confidence - 1, 0) * BINS // LEVELS
            sizes[position] += count
            sums[position] += count * judgement.confidence
            rights[position] += count * judgement.right
        total = sizes.total()
        apart = sum(abs(rights[bin_] - sums[bin_] / LEVELS) for bin_ in sorted(sizes))
        return {
            "n": total,
            "ece": rounded(apart / total) if total else None,
            "bins": [
                {
                    "low": bin_ / BINS,
                    "high": (bin_ + 1) / BINS,
                    "n": sizes[bin_],
                    "confidence": rounded(sums[bin_] / LEVELS / sizes[bin_]),
                    "right": rounded(rights[bin_] / sizes[bin_]),
                }
                for bin_ in sorted(sizes)
            ],
        }

    def risk_coverage(self) -> dict[str, Any]:
        """What share of ideas is decided without a person, at what error.

        Ideas are decided from the most confident to the least; an unsure one as what it rather is,
        with the confidence of that. At a threshold, coverage is the share of ideas of at least
        this confidence and risk the share of wrong ones among them (R. El-Yaniv, Y. Wiener, "On
        the foundations of noise-free selective classification", JMLR 11, 2010). The area is the
        mean risk over all coverages (Y. Geifman, G. Uziel, R. El-Yaniv, "Bias-reduced uncertainty
        estimation for deep neural classifiers", ICLR 2019); ideas of the same confidence share the
        risk at which they are all decided.

        Returns:
            `n` judgements; `area`, 0 to 1, lower is better; `operating`, the `coverage` and `risk`
            of what the machine does decide, its found and missing ideas; `curve`, by falling
            `threshold`, rising `coverage` and its `risk`. None in place of figures without ideas.
        """
        sizes, errors, decided = Counter[int](), Counter[int](), Counter[bool]()
        for judgement, count in self._counts.items():
            confidence, right = judgement.forced()
            sizes[confidence] += count
            errors[confidence] += count * (not right)
            if not judgement.unsure:
                decided[judgement.right] += count
        total, area, curve = sizes.total(), 0.0, []
        covered = wrong = 0
        for confidence in sorted(sizes, reverse=True):
            covered += sizes[confidence]
            wrong += errors[confidence]
            area += sizes[confidence] / total * wrong / covered
            curve.append(
                {
                    "threshold": confidence / LEVELS,
                    "coverage": rounded(covered / total),
                    "risk": rounded(wrong / covered),
                }
            )
        sure = decided.total()
        return {
            "n": total,
            "area": rounded(area) if total else None,
            "operating": {
                "coverage": rounded(sure / total) if total else None,
                "risk": rounded(decided[False] / sure) if sure else None,
            },
            "curve": curve,
        }
