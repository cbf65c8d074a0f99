"""How well each model explains the past under each law, coefficients and scale of the noise integrated out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from jalon.stats.forecast.panel import Floats, Ints

_FAINT = 1e-4


@dataclass(frozen=True)
class Known:
    """What a past says of its columns under each law: cross products (laws, k, k), logarithms (laws,), values read.

    The last column is the series itself.
    """

    products: Floats
    log_scale: Floats
    read: int


@dataclass(frozen=True)
class Posterior:
    """Of each pair of a model and a law: evidence (pairs,), coefficients (pairs, k), their covariance and the misfit.

    `covariance` (pairs, k, k) in units of the noise's scale, whose square is about `misfit / freedom`.
    """

    log_evidence: Floats
    coefficients: Floats
    covariance: Floats
    misfit: Floats
    freedom: int


def known_by(innovations: Floats, log_scales: Floats, origins: tuple[int, ...], read: Floats) -> dict[int, Known]:
    """Cross products of whitened columns before each origin; `read` (periods,) marks the periods that count."""
    out: dict[int, Known] = {}
    products = np.zeros((innovations.shape[1], innovations.shape[2], innovations.shape[2]))
    scale, since = np.zeros(innovations.shape[1]), 0
    for origin in sorted(origins):
        piece = innovations[since:origin].transpose(1, 0, 2)
        products = products + piece.transpose(0, 2, 1) @ piece
        scale = scale + log_scales[since:origin].sum(0)
        since = origin
        out[origin] = Known(products, scale, int(read[:origin].sum()))
    return out


def posterior(known: Known, prior: Floats, models: Floats, pair_model: Ints, pair_law: Ints) -> Posterior:
    """Each pair's posterior; `prior` (laws, k) is the precision of each coefficient, in units of the noise.

    A column left out of a model is tied to zero. Conjugate normal and inverse gamma algebra.
    """
    used = models[pair_model]
    gram = known.products[:, :-1, :-1][pair_law]
    towards, total = known.products[:, :-1, -1][pair_law], known.products[:, -1, -1][pair_law]
    own = prior[pair_law]
    matrix = gram * used[:, :, None] * used[:, None, :]
    width = used.shape[1]
    matrix[:, np.arange(width), np.arange(width)] += np.where(used > 0, own, 1.0)
    factor = np.linalg.cholesky(matrix)
    root = np.linalg.solve(factor, np.broadcast_to(np.eye(width), factor.shape))
    covariance = root.transpose(0, 2, 1) @ root
    covariance *= used[:, :, None] * used[:, None, :]
    coefficients = (covariance @ (towards * used)[:, :, None])[:, :, 0]
    misfit = np.maximum(total - (coefficients * towards).sum(1), 1e-12 * np.maximum(total, 1e-300))
    freedom = known.read - 1
    sure = np.log(factor[:, np.arange(width), np.arange(width)]).sum(1)
    before = 0.5 * (used * np.log(own)).sum(1)
    log_evidence = _evidence(before, sure, known, pair_law, misfit)
    return Posterior(log_evidence, coefficients, covariance, misfit, freedom)


def proof(known: Known, prior: Floats, models: Floats, pair_model: Ints, pair_law: Ints) -> Floats:
    """The evidence of each pair alone, (pairs,): the same algebra, read off the diagonal of one factor."""
    used = np.hstack([models, np.ones((len(models), 1))])[pair_model]
    matrix = known.products[pair_law] * used[:, :, None] * used[:, None, :]
    own, width = prior[pair_law], models.shape[1]
    matrix[:, np.arange(width), np.arange(width)] += np.where(used[:, :-1] > 0, own, 1.0)
    matrix[:, -1, -1] *= 1 + 1e-12
    diagonal = np.linalg.cholesky(matrix)[:, np.arange(width + 1), np.arange(width + 1)]
    before = 0.5 * (used[:, :-1] * np.log(own)).sum(1)
    return _evidence(before, np.log(diagonal[:, :-1]).sum(1), known, pair_law, np.square(diagonal[:, -1]))


def _evidence(before: Floats, sure: Floats, known: Known, pair_law: Ints, misfit: Floats) -> Floats:
    """Logarithm of the chance of the past, the noise's scale integrated out."""
    freedom = known.read - 1
    told = before - sure - known.log_scale[pair_law] - 0.5 * freedom * np.log(misfit / 2)
    return np.asarray(told + gammaln(freedom / 2))


def precision(known: Known, usual: Floats) -> Floats:
    """Prior precision (laws, k) of coefficients whose usual size is `usual` (k,), in units of each law's own noise.

    The size is that of standardised columns, so that no law is preferred for what it makes of the prior.
    """
    width = known.products.shape[1] - 1
    every, count = np.ones((1, width)), len(known.products)
    diagonal = known.products[:, np.arange(width), np.arange(width)]
    faint = np.maximum(_FAINT * diagonal, 1e-9)
    found = posterior(known, faint, every, np.zeros(count, np.intp), np.arange(count))
    noise = found.misfit / max(known.read - 1 - width, 1)
    return np.asarray(noise[:, None] / usual[None, :] ** 2)
