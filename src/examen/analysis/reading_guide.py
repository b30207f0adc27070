"""What the figures of an agreement mean and where they come from, in words for its reader."""

from __future__ import annotations

from collections.abc import Iterator

from examen.messages import _


def definitions() -> Iterator[tuple[str, str]]:
    """Terms and what they mean, in the user's language."""
    yield (
        _("Bias, mean difference"),
        _(
            "The bias is the mean of the machine's points minus those of people: above zero, the "
            "machine gives more. The mean difference is the same without the sign."
        ),
    )
    yield (
        _("Over-marked"),
        _("The share of answers or copies to which the machine gives more than people."),
    )
    yield (
        _("Kappa (quadratic weights)"),
        _(
            "Agreement beyond chance: 1 is full agreement, 0 what chance would give; a difference "
            "weighs by its square (Cohen, 1968)."
        ),
    )
    yield (
        _("Interval (95%)"),
        _(
            "Copies are drawn anew 2,000 times, with replacement, and kappa is computed each time; "
            "the interval holds the middle 95% (Efron and Tibshirani, 1993). With few copies it is "
            "wide: differences within it mean nothing."
        ),
    )
    yield (
        _("Precision, recall, F1"),
        _(
            "Precision is the share of the ideas that the machine finds which people give too; "
            "recall the share of the ideas that people give which the machine finds too; F1 their "
            "harmonic mean. Unsure ideas count as not found."
        ),
    )
    yield (
        _("Confidence"),
        _(
            "Of an idea found or missing, how probable it is that this is right; of an unsure one, "
            "how probable it is that the idea is there. All ideas of the answers that people "
            "marked by idea are judged, against each marker."
        ),
    )
    yield (
        _("Expected calibration error"),
        _(
            "The mean distance between confidence and share right, over ten bins of confidence of "
            "equal width, weighted by how many ideas each holds (Naeini, Cooper and Hauskrecht, "
            "2015). 0 is best: of the ideas said with 0.9, nine in ten are right."
        ),
    )
    yield (
        _("Risk and coverage"),
        _(
            "If the machine decided only above a threshold of confidence: the share of ideas that "
            "it would decide, and the share of wrong ones among them (El-Yaniv and Wiener, 2010). "
            "An unsure idea counts as what it rather is. The area is the mean error over all "
            "coverages (Geifman, Uziel and El-Yaniv, 2019); lower is better."
        ),
    )
