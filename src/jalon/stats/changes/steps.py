"""The evidence for one lasting step on each day of a series, its slow course and its noise's memory allowed for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jalon.stats.warning.robust import Array, Flags, median

KNOT = 182
"""Days between the bends of the slow course: slower than a step, as fast as a season."""
_EDGE = 7
"""A step needs a week on each side."""
_FLOOR = 0.05
_SMOOTH = 7
_STIFF = 1e-6
_MEMORIES, _PARTS = (0.3, 0.6, 0.8, 0.9, 0.95, 0.98), (0.0, 0.05, 0.15, 0.4, 1.0, 2.5, 8.0)


@dataclass(frozen=True, slots=True)
class Steps:
    """For each day (n,): the size of a step beginning on it, its standard error, and how many of them it is.

    Zero where a step could not be told from the edge. The spreads are those the series' own history shows.
    """

    size: Array
    spread: Array
    strength: Array


def leveled(values: Array) -> Array:
    """Logarithm without its weekly profile and its lone outliers; missing days take the value around them."""
    usual = float(np.median(values[np.isfinite(values)]))
    if usual <= 0:
        usual = float(np.mean(values[np.isfinite(values)]))
    logs = np.log(np.maximum(values, max(_FLOOR * usual, 1e-300)))
    places = np.arange(len(logs))
    known = np.isfinite(logs)
    full = np.interp(places, places[known], logs[known])
    off = full - moving(full, 29)
    profile = np.array([float(np.median(off[day::7])) for day in range(7)])
    return calmed(full - (profile - profile.mean())[places % 7])


def moving(values: Array, width: int) -> Array:
    """Centred moving mean, shortened at the edges."""
    half = width // 2
    summed = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    low, high = np.maximum(at - half, 0), np.minimum(at + half + 1, len(values))
    return np.asarray((summed[high] - summed[low]) / (high - low))


def calmed(values: Array, far: float = 2.5) -> Array:
    """Days drawn back towards the median of the nine around them: a spike dates nothing."""
    padded = np.pad(values, 4, mode="edge")
    around = median(np.stack([padded[at : at + len(values)] for at in range(9)]))
    off = values - around
    reach = far * 1.4826 * float(np.median(np.abs(off)))
    return around + np.clip(off, -reach, reach) if reach > 0 else values


def steps(level: Array, control: Array | None = None) -> Steps:
    """Evidence for a step on each day: least squares on a slow course, the control's part taken out.

    The noise is white noise beside a memory that fades; both are fitted once, then again without the likeliest step, so
    that a step does not pass for memory.
    """
    n = len(level)
    rest = level if control is None else level - share(level, control) * moving(control - control.mean(), _SMOOTH)
    course, after = _course(n), np.tril(np.ones((n, n)))
    told = (np.arange(n) >= _EDGE) & (np.arange(n) <= n - _EDGE)
    size, spread = _tested(rest, course, after, told, _noise(rest - course @ _fitted(course, rest)))
    at = int(np.argmax(np.abs(size / spread)))
    without = rest - size[at] * after[:, at]
    noise = _noise(without - course @ _fitted(course, without))
    size, spread = _tested(rest, course, after, told, noise)
    left, apart = _tested(without, course, after, told, noise)
    usual = max(1.0, 1.4826 * float(np.median(np.abs(left / apart)[told])))
    return Steps(size, np.where(told, spread * usual, 0.0), size / (spread * usual))


def share(level: Array, control: Array) -> float:
    """How much of the control's moves the series shares, for moves of a week to two months.

    The control's own noise hides a part of the share; what is known of that noise is put back.
    """
    own, other = (one - moving(one, 57) for one in (moving(level, _SMOOTH), moving(control, _SMOOTH)))
    quick = control - moving(control, _SMOOTH)
    noise = float(np.median(np.abs(quick)) * 1.4826) ** 2 / (_SMOOTH - 1) * len(control)
    square = float(other @ other)
    if square <= 0:
        return 0.0
    return float(np.clip((own @ other) / max(square - noise, square / 3), 0.0, 1.5))


def _tested(rest: Array, course: Array, after: Array, told: Flags, noise: tuple[float, float]) -> tuple[Array, Array]:
    """Size and standard error of a step on each day, under a noise."""
    white = _whitened(np.column_stack([rest, course, after]), *noise)
    basis = np.linalg.qr(white[:, 1 : 1 + course.shape[1]])[0]
    left = white - basis @ (basis.T @ white)
    plain, shapes = left[:, 0], left[:, 1 + course.shape[1] :]
    square = np.einsum("ij,ij->j", shapes, shapes)
    sure = told & (square > 1e-9)
    over = np.where(sure, square, 1.0)
    scale = max(1.4826 * float(np.median(np.abs(plain - np.median(plain)))), 1e-9)
    return np.where(sure, shapes.T @ plain / over, 0.0), np.where(sure, scale / np.sqrt(over), np.inf)


def _course(n: int) -> Array:
    """Straight pieces between knots: what a series does slowly."""
    knots = np.linspace(0, n - 1, max(2, round(n / KNOT) + 1))
    wide = knots[1] - knots[0]
    return np.asarray(np.maximum(1 - np.abs(np.arange(n)[:, None] - knots) / wide, 0.0))


def _fitted(columns: Array, values: Array) -> Array:
    square = columns.T @ columns
    return np.asarray(np.linalg.solve(square + _STIFF * np.trace(square) * np.eye(len(square)), columns.T @ values))


def _noise(rest: Array) -> tuple[float, float]:
    """The likeliest memory of the noise and its variance beside the white part, of a grid."""
    memory, part = (one.ravel() for one in np.meshgrid(_MEMORIES, _PARTS, indexing="ij"))
    state, doubt = np.zeros(len(memory)), part.copy()
    squares, logs = np.zeros(len(memory)), np.zeros(len(memory))
    for value in rest:
        whole = doubt + 1
        off = value - state
        squares += off**2 / whole
        logs += np.log(whole)
        gain = doubt / whole
        state = memory * (state + gain * off)
        doubt = memory**2 * doubt * (1 - gain) + part * (1 - memory**2)
    best = int(np.argmin(len(rest) * np.log(np.maximum(squares, 1e-300)) + logs))
    return float(memory[best]), float(part[best])


def _whitened(columns: Array, memory: float, part: float) -> Array:
    """Columns (n, m) through the filter that makes such a noise white."""
    out = np.empty_like(columns)
    state, doubt = np.zeros(columns.shape[1]), part
    for at, row in enumerate(columns):
        whole = doubt + 1
        off = row - state
        out[at] = off / whole**0.5
        gain = doubt / whole
        state = memory * (state + gain * off)
        doubt = memory**2 * doubt * (1 - gain) + part * (1 - memory**2)
    return out
