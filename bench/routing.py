"""Macro-F1 of the learned suggestion on labelled messages, five folds, against always the commonest.

    .venv/bin/python bench/routing.py FILE.csv [--fold-seed N]

FILE has the columns title, text and label. Each message is predicted by a classifier that has not
seen it; the rival in the same run is a plain bag of single characters.
"""

import csv
import sys
import time
from pathlib import Path


def main(path: Path, seed: int) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold
    from sklearn.naive_bayes import ComplementNB
    from sklearn.pipeline import make_pipeline

    from pandeng.domain.demands.routing import learn

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [(row["title"], row["text"]) for row in rows]
    labels = [row["label"] for row in rows]
    said, plain, began = [""] * len(rows), [""] * len(rows), time.perf_counter()
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    learning = 0.0
    for known, asked in folds.split(texts, labels):
        begin = time.perf_counter()
        learned = learn([texts[i] for i in known], [labels[i] for i in known])
        learning += time.perf_counter() - begin
        for i, label in zip(asked, learned.predict([texts[i] for i in asked]), strict=True):
            said[i] = label
        rival = make_pipeline(TfidfVectorizer(analyzer="char"), ComplementNB())
        rival.fit([" ".join(texts[i]) for i in known], [labels[i] for i in known])
        for i, label in zip(asked, rival.predict([" ".join(texts[i]) for i in asked]), strict=True):
            plain[i] = label
    print(f"{len(rows)} messages, {len(set(labels))} labels, five folds (seed {seed})")
    print(f"macro-F1 {f1_score(labels, said, average='macro'):.3f}")
    print(f"rival (single characters, naive Bayes) {f1_score(labels, plain, average='macro'):.3f}")
    print(f"learning {learning / 5:.2f} s a fold, {time.perf_counter() - began:.1f} s in all")


if __name__ == "__main__":
    given = sys.argv[1:]
    if not given:
        sys.exit(__doc__)
    main(
        Path(given[0]), int(given[given.index("--fold-seed") + 1]) if "--fold-seed" in given else 0
    )
