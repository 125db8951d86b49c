"""The usual statistical reader, to measure ours against: TF-IDF with logistic regression."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from bench.unseen import Judged
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_union

TOGETHER = 10  # writers left out at a time


def tf_idf(mails: Sequence[Judged], lessons: Sequence[Judged]) -> list[dict[str, Any]]:
    """Kind and `reply_needed` of each mail, learnt from those of the `lessons` that are of other writers.

    Some writers are left out together, as they are for ours. Words and pairs of words, and three to five characters;
    their rarity is counted on all mail, without its labels.
    """
    rows = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=3),
    ).fit_transform([f"{lesson.subject}\n{lesson.newest}" for lesson in lessons])
    rows = TruncatedSVD(1000, n_iter=2, random_state=0).fit_transform(rows)
    writers = np.array([lesson.writer for lesson in lessons])
    wanted = {
        "kind": np.array([lesson.label["kind"] for lesson in lessons]),
        "reply_needed": np.array([bool(lesson.label.get("reply_needed")) for lesson in lessons]),
    }
    found: dict[int, dict[str, Any]] = {}
    whose, judged = np.array([mail.writer for mail in mails]), list(dict.fromkeys(mail.writer for mail in mails))
    times = -(-len(judged) // TOGETHER)
    for group in (judged[number::times] for number in range(times)):
        mine = np.isin(writers, group)
        said = {
            key: LogisticRegression(C=20, max_iter=100).fit(rows[~mine], truth[~mine]).predict(rows[mine]).tolist()
            for key, truth in wanted.items()
        }
        answers = (dict(zip(said, values, strict=True)) for values in zip(*said.values(), strict=True))
        found |= zip(np.flatnonzero(np.isin(whose, group)).tolist(), answers, strict=True)
    return [found[number] for number in range(len(mails))]
