"""A past read through every scale, model and law together, and what the best of them say of the periods ahead."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr

from jalon.stats.effects.before_after.evidence import Known, Posterior, known_by, posterior, precision, proof
from jalon.stats.effects.before_after.laws import At, Filtered, Laws, filtered, towards
from jalon.stats.effects.before_after.scales import LOG, Scale, control_read, scales, smoothed
from jalon.stats.effects.before_after.terms import TREND, models, terms
from jalon.stats.forecast.panel import Floats, Ints

_KEPT = 300
_FAR = 14.0
"""Logarithm of the odds under which a pair of a model and a law is no longer carried along."""
_MANY = 6000
_WIDE = 3.0
"""Usual size of a trend over the past and of a step, in standard deviations of the series; one, of the other terms."""


@dataclass(frozen=True)
class Past:
    """What is read: values (periods,) with NaN, controls (periods, k), where the action starts, season, weights.

    `masked` (periods,) marks bursts left out; `steps` are the first periods of lasting shifts told apart.
    """

    values: Floats
    controls: Floats
    start: int
    season: int | None
    weights: Floats
    is_ratio: bool
    masked: Floats
    steps: tuple[int, ...] = ()

    @property
    def read(self) -> NDArray[np.bool_]:
        """Periods that count, (periods,)."""
        return np.asarray(np.isfinite(self.values) & (self.masked == 0))

    @property
    def usual(self) -> float:
        """A value that the past has."""
        return float(np.median(self.values[: self.start][self.read[: self.start]]))

    @property
    def noise(self) -> Floats:
        """Times the usual white variance, (periods,): more where a ratio counts few, inf where nothing is read."""
        read = self.read
        ahead = np.arange(len(self.values)) >= self.start
        usual = self.weights[read & ~ahead].mean()
        return np.asarray(np.where(read | ahead, usual / np.maximum(self.weights, 1e-9 * usual), np.inf))


@dataclass(frozen=True)
class Ways:
    """Triples of scale, model and law, each array (ways,), with the logarithm of their prior."""

    scale: Ints
    model: Ints
    law: Ints
    prior: Floats

    def only(self, kept: Ints) -> Ways:
        """Some of them."""
        return Ways(self.scale[kept], self.model[kept], self.law[kept], self.prior[kept])


@dataclass(frozen=True)
class Fitted:
    """Every scale's columns made white, the models over them, and the ways kept."""

    past: Past
    scales: tuple[Scale, ...]
    columns: tuple[Ints, ...]
    table: Floats
    models: Floats
    laws: Laws
    white: Filtered
    known: dict[int, Known]
    jacobians: dict[int, Floats]
    priors: tuple[Floats, ...]
    ways: Ways

    def of_scale(self, number: int, origin: int) -> Known:
        """What is known before an origin of one scale's columns."""
        mine, known = self.columns[number], self.known[origin]
        return replace(known, products=known.products[:, mine][:, :, mine])


def fitted(past: Past, given: Laws, origins: tuple[int, ...]) -> Fitted:
    """All ways that the past does not rule out; `origins` besides the start are where placebos begin."""
    kinds = scales(past.values[: past.start][past.read[: past.start]], past.is_ratio)
    kinds = kinds * _readings(past)
    table, columns, combined = _columns(past, kinds)
    noise = past.noise
    every = tuple(sorted({*origins, past.start}))
    white = filtered(table[: past.start], noise[: past.start], given, every)
    known = known_by(white.innovations, white.log_scales, every, np.isfinite(noise).astype(np.float64))
    jacobians = {o: np.array([_jacobian(past, kind, o) for kind in kinds]) for o in every}
    nothing = Ways(*(np.zeros(0, np.intp),) * 3, np.zeros(0))
    bare = Fitted(past, kinds, columns, table, combined, given, white, known, jacobians, (), nothing)
    usual = np.ones(combined.shape[1])
    usual[0] = usual[combined.shape[1] - past.controls.shape[1] - len(past.steps) :] = _WIDE
    usual[combined.shape[1] - past.controls.shape[1] :] = 1.0
    priors = tuple(precision(bare.of_scale(number, past.start), usual) for number in range(len(kinds)))
    whole = replace(bare, priors=priors)
    return replace(whole, ways=_sifted(whole))


def _readings(past: Past) -> int:
    """Controls are read as they are, or smoothed: what is measured with noise says more of what lasts by its mean."""
    return 2 if past.controls.shape[1] else 1


def _columns(past: Past, kinds: tuple[Scale, ...]) -> tuple[Floats, tuple[Ints, ...], Floats]:
    """The table of all columns, each scale's own among them (its series last), and the models over the rest."""
    shared = terms(len(past.values), past.start, past.season)
    steps = (np.arange(len(past.values))[:, None] >= np.array(past.steps, float)[None, :]).astype(np.float64)
    count, before = past.controls.shape[1], slice(0, past.start)
    parts, columns, width = [shared.columns, steps], [], shared.columns.shape[1] + len(past.steps)
    as_it_is = len(kinds) // _readings(past)
    for number, kind in enumerate(kinds):
        read = past.controls if number < as_it_is else smoothed(past.controls, past.season)
        own = [control_read(kind.name, read[:, k], before) for k in range(count)]
        # What is not read never counts: any value of the past stands in for it.
        safe = np.where(past.read, past.values, past.usual)
        series = kind.read(np.maximum(safe, 1e-6 * past.usual) if kind.name == LOG else safe)
        parts.append(np.array([*own, series]).T)
        columns.append(np.r_[np.arange(width), np.arange(count + 1) + sum(p.shape[1] for p in parts[:-1])])
    combined = models(shared, count)
    told = np.ones((len(combined), len(past.steps)))
    cut = shared.columns.shape[1]
    return np.hstack(parts), tuple(columns), np.hstack([combined[:, :cut], told, combined[:, cut:]])


def _jacobian(past: Past, kind: Scale, origin: int) -> float:
    read = np.flatnonzero(np.isfinite(past.noise[:origin]))[1:]
    return float(kind.log_slopes(past.values[read]).sum())


def _sifted(whole: Fitted) -> Ways:
    """Every triple weighed by its evidence on the whole past; those far behind are dropped."""
    scale_count, model_count, law_count = len(whole.scales), len(whole.models), len(whole.laws)
    laws_kept, scales_kept = np.arange(law_count), np.arange(scale_count)
    if scale_count * model_count * law_count > _MANY:
        rough = np.array([len(whole.models) - 1, _without_controls(whole)])
        ways = _all_ways(whole, scales_kept, rough, laws_kept)
        odds = proven_by_past(whole, ways)
        near = odds > odds.max() - _FAR
        laws_kept, scales_kept = np.unique(ways.law[near]), np.unique(ways.scale[near])
    ways = _all_ways(whole, scales_kept, np.arange(model_count), laws_kept)
    proven = proven_by_past(whole, ways)
    kept = np.argsort(-proven, kind="stable")[:_KEPT]
    return ways.only(kept[proven[kept] > proven.max() - _FAR])


def _without_controls(whole: Fitted) -> int:
    chosen = whole.models[:, whole.models.shape[1] - whole.past.controls.shape[1] :].sum(1) == 0
    return int(np.flatnonzero(chosen)[-1])


def _all_ways(whole: Fitted, of_scales: Ints, of_models: Ints, of_laws: Ints) -> Ways:
    scale, model, law = (one.ravel() for one in np.meshgrid(of_scales, of_models, of_laws, indexing="ij"))
    straight = np.where(whole.models[:, 0] > 0, np.log(TREND), np.log(1 - TREND))
    return Ways(scale, model, law, whole.laws.prior[law] + straight[model])


def proven_by_past(whole: Fitted, ways: Ways) -> Floats:
    """The evidence of each way on the whole past, its prior and its scale counted, (ways,)."""
    out, start = ways.prior + whole.jacobians[whole.past.start][ways.scale], whole.past.start
    for number in range(len(whole.scales)):
        mine = np.flatnonzero(ways.scale == number)
        if len(mine):
            known = whole.of_scale(number, start)
            out[mine] += proof(known, whole.priors[number], whole.models, ways.model[mine], ways.law[mine])
    return np.asarray(out)


def weighed(whole: Fitted, ways: Ways, origin: int) -> Posterior:
    """Each way's posterior on what lies before an origin; its evidence counts prior and scale."""
    parts = []
    order = np.zeros(len(ways.scale), np.intp)
    done = 0
    for number in range(len(whole.scales)):
        mine = np.flatnonzero(ways.scale == number)
        order[mine] = done + np.arange(len(mine))
        done += len(mine)
        if len(mine):
            known = whole.of_scale(number, origin)
            parts.append(posterior(known, whole.priors[number], whole.models, ways.model[mine], ways.law[mine]))
    joined = [np.concatenate([getattr(p, name) for p in parts])[order] for name in _ARRAYS]
    evidence = joined[0] + ways.prior + whole.jacobians[origin][ways.scale]
    return Posterior(evidence, joined[1], joined[2], joined[3], parts[0].freedom)


_ARRAYS = ("log_evidence", "coefficients", "covariance", "misfit")


@dataclass(frozen=True)
class Ahead:
    """What each way foresees of a weighted mean ahead, on its own scale: centre, scale of a Student law, freedom."""

    centre: Floats
    spread: Floats
    freedom: int

    def log_score(self, came: Floats) -> Floats:
        """Logarithm of the density given to what came, (ways,), in units of the scale."""
        v = self.freedom
        away = (came - self.centre) / self.spread
        flat = gammaln((v + 1) / 2) - gammaln(v / 2) - 0.5 * np.log(v * np.pi) - np.log(self.spread)
        return np.asarray(flat - (v + 1) / 2 * np.log1p(away**2 / v))

    def chance_below(self, came: Floats) -> Floats:
        """Of each way, the chance of less than what came."""
        return np.asarray(stdtr(self.freedom, (came - self.centre) / self.spread))


def state_of(whole: Fitted, ways: Ways, found: Posterior, origin: int) -> tuple[Floats, Floats]:
    """State on the eve of an origin: of the series (ways, 3), and of each column (ways, 3, k)."""
    at: At = whole.white.at[origin]
    mine = np.array(whole.columns)[ways.scale]
    state = at.mean[ways.law[:, None, None], np.arange(3)[None, :, None], mine[:, None, :]]
    return state[:, :, -1], state[:, :, :-1]


def ahead(whole: Fitted, ways: Ways, found: Posterior, origin: int, counted: Floats) -> Ahead:
    """The law of the mean of the periods from an origin on, `counted` (horizon,) their weights, sum 1."""
    reach, shocks = towards(whole.laws, counted)
    series, columns = state_of(whole, ways, found, origin)
    own, mine = reach[ways.law], np.array(whole.columns)[ways.scale]
    later = counted @ whole.table[origin : origin + len(counted)]
    leaning = later[mine[:, :-1]] - (own[:, None, :] @ columns)[:, 0]
    centre = (own * series).sum(1) + (leaning * found.coefficients).sum(1)
    noise = whole.past.noise[origin : origin + len(counted)]
    white = whole.laws.white[ways.law] * float((counted[counted > 0] ** 2 * noise[counted > 0]).sum())
    cov = whole.white.at[origin].covariance[ways.law]
    doubt = (own[:, None, :] @ cov @ own[:, :, None])[:, 0, 0]
    doubt = doubt + (leaning[:, None, :] @ found.covariance @ leaning[:, :, None])[:, 0, 0]
    variance = (doubt + white + shocks[ways.law]) * found.misfit / found.freedom
    return Ahead(centre, np.sqrt(variance), found.freedom)
