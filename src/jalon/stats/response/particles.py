"""Draws moved towards the weeks: their contributions, likelihood, and moves that keep the law they follow."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jalon.stats.response.noise import NoiseLaws
from jalon.stats.response.prior import SHARE, Unknowns
from jalon.stats.response.question import ResponseQuestion
from jalon.stats.response.shapes import Stocks, stocks
from jalon.stats.warning.robust import Array, Flags, Indices


@dataclass(frozen=True, slots=True)
class Channels:
    """The channels as the fit sees them: stocks with and without each tested action, and the scale of a return."""

    stocks: tuple[Stocks, ...]
    untested: tuple[Stocks, ...]
    scale: Array
    """Whole contribution (C,) that the prior centres on, in the KPI's unit."""
    question: ResponseQuestion

    def brought(self, unknowns: Unknowns, channel: int) -> Array:
        """Contribution a week of one channel (N, T)."""
        works = self.stocks[channel].works(unknowns.channels[:, channel])
        return works * self._factor(unknowns, channel, works)

    def lifts(self, unknowns: Unknowns) -> Array:
        """What each tested action brought (N, number of tests)."""
        out = np.empty((len(unknowns.common), len(self.untested)))
        for index, (test, without) in enumerate(zip(self.question.tests, self.untested, strict=True)):
            own = unknowns.channels[:, test.channel]
            works, less = self.stocks[test.channel].works(own), without.works(own)
            out[:, index] = ((works - less) * self._factor(unknowns, test.channel, works)).sum(1)
        return out

    def factor(self, unknowns: Unknowns, channel: int) -> Array:
        """The most that a week can bring (N,): the curve's ceiling."""
        return self._factor(unknowns, channel, self.stocks[channel].works(unknowns.channels[:, channel]))[:, 0]

    def _factor(self, unknowns: Unknowns, channel: int, works: Array) -> Array:
        whole = self.scale[channel] * np.exp(unknowns.log_return()[:, channel])
        return np.asarray((whole / np.maximum(works.sum(1), 1e-9))[:, None])


def channels(question: ResponseQuestion) -> Channels:
    """Every channel with its ladder; returns are centred where all together bring the prior's share of the KPI."""
    mean = np.maximum(question.spend.mean(0), 1e-300)
    before = question.spend[:8].mean(0)
    ladders = [
        stocks(question.spend[:, one], float(mean[one]), float(before[one])) for one in range(question.spend.shape[1])
    ]
    untested = [stocks(test.without, float(mean[test.channel]), float(before[test.channel])) for test in question.tests]
    whole = SHARE * float(np.nansum(np.abs(question.response)))
    return Channels(tuple(ladders), tuple(untested), whole * mean / mean.sum(), question)


@dataclass(frozen=True, slots=True)
class Particles:
    """Draws with what they imply: noise law, whitened residual (N, n), contributions (C, N, T), the same whitened."""

    unknowns: Unknowns
    law: Indices
    residual: Array
    brought: Array
    parts: Array
    likelihood: Array
    lifts: Array

    def taken(self, where: Indices) -> Particles:
        """Some of the draws, with what they imply."""
        return Particles(
            self.unknowns.taken(where), self.law[where], self.residual[where], self.brought[:, where],
            self.parts[:, where], self.likelihood[where], self.lifts[where],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Model:
    """What stays the same while the draws move."""

    channels: Channels
    noise: NoiseLaws
    response: Array

    def particles(self, unknowns: Unknowns, law: Indices) -> Particles:
        """Draws with all that they imply, from nothing."""
        brought = np.stack([self.channels.brought(unknowns, one) for one in range(len(self.channels.stocks))])
        return self.under(unknowns, brought, law, self._lifted(unknowns))

    def under(self, unknowns: Unknowns, brought: Array, law: Indices, lifts: Array) -> Particles:
        """Draws whose contributions are known, each under a law of noise."""
        whole = self.noise.whitened(np.broadcast_to(self.response, (len(law), len(self.response))), law)
        parts = np.stack([self.noise.whitened(one, law) for one in brought])
        residual = whole - parts.sum(0)
        likelihood = self.noise.log_likelihood(residual, law) + lifts
        return Particles(unknowns, law, residual, brought, parts, likelihood, lifts)

    def with_channel(self, now: Particles, unknowns: Unknowns, channel: int) -> Particles:
        """The draws with one channel's unknowns changed: only its part is computed anew."""
        own = self.channels.brought(unknowns, channel)
        part = self.noise.whitened(own, now.law)
        residual = now.residual + now.parts[channel] - part
        tested = any(test.channel == channel for test in self.channels.question.tests)
        lifts = self._lifted(unknowns) if tested else now.lifts
        parts, brought = now.parts.copy(), now.brought.copy()
        parts[channel], brought[channel] = part, own
        return Particles(
            unknowns, now.law, residual, brought, parts, self.noise.log_likelihood(residual, now.law) + lifts, lifts
        )

    def _lifted(self, unknowns: Unknowns) -> Array:
        """Log likelihood of the measured actions."""
        tests = self.channels.question.tests
        if not tests:
            return np.zeros(len(unknowns.common))
        said = np.array([test.effect for test in tests])
        error = np.array([test.error for test in tests])
        return np.asarray(-0.5 * (((self.channels.lifts(unknowns) - said) / error) ** 2).sum(1))


def moved(model: Model, now: Particles, heat: float, rng: np.random.Generator) -> tuple[Particles, float]:
    """One sweep at a temper of `heat`: every channel, then all returns together, then the law of the noise."""
    accepted = []
    for channel in range(len(model.channels.stocks)):
        now, share = _channel_moved(model, now, channel, heat, rng)
        accepted.append(share)
    now, share = _all_moved(model, now, heat, rng)
    return _law_moved(model, now, heat, rng), float(np.mean([*accepted, share]))


def _channel_moved(
    model: Model, now: Particles, channel: int, heat: float, rng: np.random.Generator
) -> tuple[Particles, float]:
    own = now.unknowns.channels[:, channel]
    step = rng.multivariate_normal(np.zeros(4), np.cov(own.T) + 1e-6 * np.eye(4), size=len(own), method="cholesky")
    size = rng.choice([0.3, 1.0], size=(len(own), 1))
    each = now.unknowns.channels.copy()
    each[:, channel] = own + size * step
    return _chosen(now, model.with_channel(now, replace(now.unknowns, channels=each), channel), heat, rng)


def _all_moved(model: Model, now: Particles, heat: float, rng: np.random.Generator) -> tuple[Particles, float]:
    """All unknowns at once along the draws' own spread, which sees how channels trade with one another."""
    flat = np.column_stack(
        [now.unknowns.channels.reshape(len(now.law), -1), now.unknowns.common, now.unknowns.likeness]
    )
    wide = flat.shape[1]
    cover = np.cov(flat.T) + 1e-6 * np.eye(wide)
    step = rng.multivariate_normal(np.zeros(wide), cover, size=len(flat), method="cholesky")
    new = flat + step * rng.choice([0.5, 1.5], size=(len(flat), 1)) / np.sqrt(wide)
    shape = now.unknowns.channels.shape
    other = Unknowns(new[:, :-2].reshape(shape), new[:, -2], new[:, -1])
    return _chosen(now, model.particles(other, now.law), heat, rng)


def _law_moved(model: Model, now: Particles, heat: float, rng: np.random.Generator) -> Particles:
    other = rng.integers(0, model.noise.count, len(now.law))
    return _chosen(now, model.under(now.unknowns, now.brought, other, now.lifts), heat, rng)[0]


def _chosen(now: Particles, new: Particles, heat: float, rng: np.random.Generator) -> tuple[Particles, float]:
    """Metropolis: each draw moves or stays."""
    gain = heat * (new.likelihood - now.likelihood) + new.unknowns.log_prior() - now.unknowns.log_prior()
    yes = np.log(rng.uniform(size=len(gain))) < gain
    return _merged(now, new, yes), float(yes.mean())


def _merged(now: Particles, new: Particles, yes: Flags) -> Particles:
    def pick(old: Array, other: Array) -> Array:
        return np.where(yes.reshape((-1,) + (1,) * (old.ndim - 1)), other, old)

    unknowns = Unknowns(
        pick(now.unknowns.channels, new.unknowns.channels),
        pick(now.unknowns.common, new.unknowns.common),
        pick(now.unknowns.likeness, new.unknowns.likeness),
    )
    return Particles(
        unknowns, np.where(yes, new.law, now.law), pick(now.residual, new.residual),
        np.where(yes[None, :, None], new.brought, now.brought), np.where(yes[None, :, None], new.parts, now.parts),
        pick(now.likelihood, new.likelihood),
        pick(now.lifts, new.lifts),
    )  # fmt: skip
