"""Regression: logistic with a prior, near which weights stay until the mails say otherwise, and least squares."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sparse
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


def table_of(mails: Sequence[Sequence[int]]):
    """Which mail (row) has which hash (column), as a sparse matrix of ones; and the hashes, ascending."""
    hashes, columns = np.unique(np.concatenate([np.array(mail, np.uint32) for mail in mails]), return_inverse=True)
    starts = np.cumsum([0, *(len(mail) for mail in mails)])
    return sparse.csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(mails), len(hashes))), hashes


def fit_squares(rows, wanted, *, pull, steps):
    """Weights for sparse `rows` by least squares, drawn to zero; conjugate gradients, stopped after a few `steps`.

    What most mails share is found in the first steps, and what is odd in single ones is not waited for.
    """
    turned = rows.T.tocsr()
    left = turned @ wanted
    weights, ahead, size = np.zeros_like(left), left.copy(), (left * left).sum(0)
    for _ in range(steps):
        there = turned @ (rows @ ahead) + pull * ahead
        far = size / (ahead * there).sum(0)
        weights += far * ahead
        left -= far * there
        before, size = size, (left * left).sum(0)
        ahead = left + size / before * ahead
    return weights
