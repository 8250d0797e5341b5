"""Common points of pairs of conics, many pairs at once, in floating point."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

_SWEEPS = 60
_NEWTON = 6
_REAL = 1e-5
_NEAR = 1e-3
_RESIDUAL = 1e-12
_ZERO = 1e-6
_SAME = 1e-7


def common_points(first: Array, second: Array) -> tuple[NDArray[np.intp], Array, Array]:
    """Return the real common points of pairs of conics.

    1. Eliminate y: where ``a y^2 + b(x) y + c(x)`` and ``d y^2 + e(x) y + f(x)`` vanish together, so does the resultant
       ``(a f - d c)^2 - (a e - d b)(b f - e c)``, of degree four in x (three if a and d are zero).
    2. Find its four complex roots: by radicals (Ferrari), refined by Ehrlich's and Aberth's simultaneous iteration.
    3. For each nearly real one, take both y that solve the conic with the larger square term; polish (x, y) by Newton's
       method on the two conics, keep what solves both to rounding, each point once.

    Parameters
    ----------
    first, second : array of shape (6, pairs)
        The coefficients of ``x^2, x y, y^2, x, y, 1``.

    Returns
    -------
    pair : array of int
        Which pair a point belongs to.
    x, y : array

    References
    ----------
    Aberth, O. (1973). Iteration methods for finding all zeros of a polynomial simultaneously. Mathematics of
    Computation 27(122), 339-344.
    """
    import numpy as np

    first = first / np.abs(first).max(axis=0)
    second = second / np.abs(second).max(axis=0)
    roots = _roots(_resultant(first, second))
    real = np.abs(roots.imag) <= _REAL * (1 + np.abs(roots.real))
    pair, slot = np.nonzero(real)
    x = roots.real[pair, slot]
    pair, x = np.concatenate([pair, pair]), np.concatenate([x, x])
    y = _completed(first[:, pair], second[:, pair], x)
    near = _solves(first[:, pair], second[:, pair], x, y, _NEAR)
    pair, x, y = pair[near], x[near], y[near]
    x, y = _polished(first[:, pair], second[:, pair], x, y)
    good = _solves(first[:, pair], second[:, pair], x, y, _RESIDUAL)
    return _once(pair[good], x[good], y[good])


def _solves(first: Array, second: Array, x: Array, y: Array, tolerance: float) -> NDArray[np.bool_]:
    """Whether points lie on both conics, relative to the size of the terms."""
    import numpy as np

    with np.errstate(all="ignore"):
        # A solution at zero has no terms to be measured against.
        sizes = [_value(np.abs(conic), np.abs(x), np.abs(y)) + _ZERO for conic in (first, second)]
        found: NDArray[np.bool_] = np.abs(_value(first, x, y)) <= tolerance * sizes[0]
        found &= np.abs(_value(second, x, y)) <= tolerance * sizes[1]
    return found


def _resultant(first: Array, second: Array) -> Array:
    """Return the coefficients of the resultant in x, the highest power first, of shape (5, pairs)."""
    import numpy as np

    zero = np.zeros_like(first[0])
    a, b, c = first[2], (first[1], first[4]), (first[0], first[3], first[5])
    d, e, f = second[2], (second[1], second[4]), (second[0], second[3], second[5])
    cross = [a * n - d * m for m, n in zip(c, f, strict=True)]
    mixed = [a * n - d * m for m, n in zip(b, e, strict=True)]
    last = [p - q for p, q in zip(_product(b, f), _product(e, c), strict=True)]
    quartic = [p - q for p, q in zip(_product(cross, cross), _product(mixed, last), strict=True)]
    linear = (a == 0) & (d == 0)
    return np.where(linear, np.stack([zero, *last]), np.stack(quartic))


def _product(left: tuple[Array, ...] | list[Array], right: tuple[Array, ...] | list[Array]) -> list[Array]:
    total: list[Array] = [0 * left[0] for _ in range(len(left) + len(right) - 1)]
    for i, p in enumerate(left):
        for j, q in enumerate(right):
            total[i + j] = total[i + j] + p * q
    return total


def _roots(coefficients: Array) -> NDArray[np.complex128]:
    """Return four complex roots for each polynomial; large ones where leading coefficients vanish."""
    import numpy as np

    tiny = 1e-14 * np.abs(coefficients).max(axis=0)
    lead = np.where(np.abs(coefficients[0]) <= tiny, np.where(tiny > 0, tiny, 1.0), coefficients[0])
    monic = coefficients / lead
    radius = np.max([np.abs(monic[k]) ** (1 / k) for k in range(1, 5)], axis=0) + 1e-300
    monic = monic / radius ** np.arange(5)[:, None]
    z = _ferrari(monic)
    active = np.arange(len(z))
    with np.errstate(all="ignore"):
        for _ in range(_SWEEPS):
            at, poly = z[active], monic[:, active, None]
            value = (((at + poly[1]) * at + poly[2]) * at + poly[3]) * at + poly[4]
            slope = ((4 * at + 3 * poly[1]) * at + 2 * poly[2]) * at + poly[3]
            newton = value / slope
            gaps = at[:, :, None] - at[:, None, :]
            repulsion = np.where(gaps == 0, 0, 1 / gaps).sum(axis=2)
            step = newton / (1 - newton * repulsion)
            step = np.where(np.isfinite(step), step, 0)
            z[active] = at - step
            active = active[np.abs(step).max(axis=1) > 1e-13]
            if not len(active):
                break
    scaled: NDArray[np.complex128] = z * radius[:, None]
    return scaled


def _ferrari(monic: Array) -> NDArray[np.complex128]:
    """Return approximate roots of monic quartics by radicals; on a circle where these fail."""
    import numpy as np

    _, b, c, d, e = monic.astype(complex)
    with np.errstate(all="ignore"):
        p = c - 3 * b**2 / 8
        q = d - b * c / 2 + b**3 / 8
        r = e - b * d / 4 + b**2 * c / 16 - 3 * b**4 / 256
        low, high = p**2 / 4 + 3 * r, -(p**3) / 4 + 9 * p * r - 27 * q**2 / 8
        root = np.sqrt(high**2 - 4 * low**3)
        cube = (np.where(np.abs(high + root) >= np.abs(high - root), high + root, high - root) / 2) ** (1 / 3)
        turned = cube[:, None] * np.exp(2j * np.pi * np.arange(3) / 3)
        options = -(p[:, None] + turned + low[:, None] / turned) / 3
        m = options[np.arange(len(b)), np.abs(options).argmax(axis=1)]
        side = np.sqrt(2 * m)
        halves = [
            sign * side + other * np.sqrt(-(2 * p + 2 * m + sign * 2 * q / side))
            for sign in (1, -1)
            for other in (1, -1)
        ]
        roots = np.stack([-b / 4 + half / 2 for half in halves], axis=1)
    circle = np.exp(2j * np.pi * np.arange(4) / 4 + 0.4j)
    fine = np.isfinite(roots).all(axis=1)
    # Equal starts would stay together.
    starts: NDArray[np.complex128] = np.where(fine[:, None], roots * (1 + 1e-9 * circle), circle)
    return starts


def _completed(first: Array, second: Array, x: Array) -> Array:
    """Return, for each x (listed twice), one of the two y that solve the conic with the larger square term."""
    import numpy as np

    conic = np.where(np.abs(first[2]) >= np.abs(second[2]), first, second)
    other = np.where(np.abs(first[2]) >= np.abs(second[2]), second, first)
    half = np.where(np.arange(len(x)) < len(x) // 2, 1.0, -1.0)
    a, b, c = conic[2], conic[1] * x + conic[4], (conic[0] * x + conic[3]) * x + conic[5]
    with np.errstate(all="ignore"):
        q = -(b + np.where(b < 0, -1.0, 1.0) * np.sqrt(np.maximum(b * b - 4 * a * c, 0.0))) / 2
        y = np.where(half > 0, q / a, c / q)
        linear = -((other[0] * x + other[3]) * x + other[5]) / (other[1] * x + other[4])
    fallback: Array = np.where(np.isfinite(y), y, linear)
    return fallback


def _polished(first: Array, second: Array, x: Array, y: Array) -> tuple[Array, Array]:
    import numpy as np

    with np.errstate(all="ignore"):
        for _ in range(_NEWTON):
            u, v = _value(first, x, y), _value(second, x, y)
            ux, uy = 2 * first[0] * x + first[1] * y + first[3], first[1] * x + 2 * first[2] * y + first[4]
            vx, vy = 2 * second[0] * x + second[1] * y + second[3], second[1] * x + 2 * second[2] * y + second[4]
            determinant = ux * vy - uy * vx
            x, y = x - (u * vy - uy * v) / determinant, y - (ux * v - u * vx) / determinant
    return x, y


def _value(conic: Array, x: Array, y: Array) -> Array:
    value: Array = (conic[0] * x + conic[1] * y + conic[3]) * x + (conic[2] * y + conic[4]) * y + conic[5]
    return value


def _once(pair: NDArray[np.intp], x: Array, y: Array) -> tuple[NDArray[np.intp], Array, Array]:
    """Keep one of points that coincide up to rounding."""
    import numpy as np

    size = _SAME * (1 + np.maximum(np.abs(x), np.abs(y)))
    order = np.lexsort((np.round(y / size), np.round(x / size), pair))
    pair, x, y, size = pair[order], x[order], y[order], size[order]
    fresh = np.ones(len(pair), dtype=bool)
    for lag in range(1, min(8, len(pair))):
        same = (pair[lag:] == pair[:-lag]) & (np.abs(x[lag:] - x[:-lag]) <= size[lag:])
        same &= np.abs(y[lag:] - y[:-lag]) <= size[lag:]
        fresh[lag:] &= ~same
    return pair[fresh], x[fresh], y[fresh]
