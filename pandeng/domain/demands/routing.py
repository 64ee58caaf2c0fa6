"""Which unit should lead a demand, learned from texts and who led them. Plain lists in, no database.

Character n-grams of title and text, a linear classifier; the n-grams that weighed most are the reason.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MIN_ASSIGNMENTS = 200  # past assignments from which the office's own practice is worth hearing
MAX_ASSIGNMENTS = 5000  # the latest so many
RARE = 4  # a unit with fewer past demands is not suggested
# Letters and digits stand for places, numbers and masked names; they say nothing of the matter.
NOISE = re.compile(r"[A-Za-z]\d*[市区县]?\d*|\d+")

Text = tuple[str, str]  # title, text


@dataclass(frozen=True)
class Learned:
    """A fitted classifier and what it was fitted on."""

    features: Any
    classifier: Any
    count: int

    def predict(self, texts: Sequence[Text]) -> list[Any]:
        return list(self.classifier.predict(self.features.transform(texts)))

    def because(self, text: Text, label: Any, most: int = 3) -> list[str]:
        """The words of this text that speak most for a label, the strongest first."""
        row = self.features.transform([text]).tocsr()
        weights = self.classifier.coef_
        classes = list(self.classifier.classes_)
        if len(classes) == 2:
            weight = weights[0] if classes[1] == label else -weights[0]
        else:
            weight = weights[classes.index(label)]
        names = self.features.get_feature_names_out()
        said = sorted(
            ((value * weight[column], names[column]) for column, value in zip(row.indices, row.data, strict=True)),
            reverse=True,
        )  # fmt: skip
        found: list[str] = []
        for share, gram in said:
            word = str(gram).partition("__")[2].strip()
            if share <= 0 or len(found) == most:
                break
            if len(word) > 1 and not any(word in other or other in word for other in found):
                found.append(word)
        return found


def _title(text: Text) -> str:
    return NOISE.sub("", text[0])


def _whole(text: Text) -> str:
    return NOISE.sub("", f"{text[0]} {text[1]}")


def learn(texts: Sequence[Text], labels: Sequence[Any]) -> Learned:
    """Fit on past texts and their labels."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import RidgeClassifier
    from sklearn.pipeline import make_union

    grams = {"analyzer": "char", "sublinear_tf": True, "min_df": 2}
    features = make_union(
        TfidfVectorizer(preprocessor=_title, ngram_range=(1, 2), **grams),
        TfidfVectorizer(preprocessor=_whole, ngram_range=(1, 3), **grams),
    )
    classifier = RidgeClassifier(alpha=1.0, class_weight="balanced")
    classifier.fit(features.fit_transform(texts), labels)
    return Learned(features, classifier, len(labels))
