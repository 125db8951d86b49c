"""Logistic regression with a prior: weights stay near what is believed until the mails say otherwise."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
from scipy.linalg import eigh
from scipy.optimize import minimize


def softmax(scores):
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def fit_kinds(rows, wanted, *, pull, prior=None, steps=60):
    """Weights (features x kinds) for `rows` (mails x features, the last is the bias) and one-hot `wanted`.

    `pull` is how strongly a weight is drawn to its `prior` (L2), one number or one for each weight.
    """
    shape = rows.shape[1], wanted.shape[1]
    prior = np.zeros(shape) if prior is None else prior
    pulls = np.broadcast_to(pull, shape).astype(float)
    pulls[-1] = 1e-3

    def loss(flat):
        weights = flat.reshape(shape)
        scores = rows @ weights
        scores -= scores.max(1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(1, keepdims=True)
        value = (np.log(sums[:, 0]) - (scores * wanted).sum(1)).sum() + 0.5 * (pulls * (weights - prior) ** 2).sum()
        slope = rows.T @ (powers / sums - wanted) + pulls * (weights - prior)
        return value, np.asarray(slope).ravel()

    found = minimize(loss, prior.ravel().copy(), jac=True, method="L-BFGS-B", options={"maxiter": steps})
    return found.x.reshape(shape)


def fit_fact(rows, wanted, *, pull, prior=None, steps=60):
    """Weights for one yes-or-no question, drawn to their `prior`."""
    prior = np.zeros(rows.shape[1]) if prior is None else prior
    pulls = np.full(rows.shape[1], float(pull))
    pulls[-1] = 1e-3

    def loss(weights):
        scores = rows @ weights
        value = (np.logaddexp(0, scores) - wanted * scores).sum() + 0.5 * (pulls * (weights - prior) ** 2).sum()
        slope = rows.T @ (1 / (1 + np.exp(-np.clip(scores, -30, 30))) - wanted)
        return value, np.asarray(slope).ravel() + pulls * (weights - prior)

    return minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x


def hashed(mails: Sequence[Sequence[int]], bits: int):
    """A sparse matrix of the hashed features (mails x 2**bits), in rows of length 1 before doubles are added up."""
    mask = (1 << bits) - 1
    columns, starts, values = [], [0], []
    for hashes in mails:
        columns += [value & mask for value in hashes]
        values += [1 / max(1, len(hashes)) ** 0.5] * len(hashes)
        starts.append(len(columns))
    rows = sparse.csr_matrix((values, columns, starts), shape=(len(mails), 1 << bits))
    rows.sum_duplicates()
    return rows


class Span:
    """The space that some rows span, with few dimensions: a fit in it is the fit on the rows, and much quicker."""

    def __init__(self, rows, dimensions: int) -> None:
        count = rows.shape[0]
        lengths, axes = eigh((rows @ rows.T).toarray(), subset_by_index=[max(0, count - dimensions), count - 1])
        lengths = np.sqrt(np.maximum(lengths, 1e-6))
        self.rows = np.column_stack([axes * lengths, np.ones(count)])  # the last column is the bias
        self._back = rows.T @ (axes / lengths)

    def weights(self, fitted):
        """The weights of the features, for weights `fitted` on `self.rows` (without their bias)."""
        return self._back @ fitted[:-1]
