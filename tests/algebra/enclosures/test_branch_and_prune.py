"""Zeros in a box: none is lost, none is listed twice, and what is singular is said to be undecided."""

from __future__ import annotations

from random import Random

import flint
import numpy as np

from lsec_models.algebra.enclosures.branch_and_prune import Box, all_zeros


class Polynomials:
    """One polynomial in each unknown alone, turned by a linear map: all zeros are known."""

    def __init__(self, roots: list[list[float]], turn: np.ndarray) -> None:
        self.roots, self.turn = roots, turn

    def values(self, box: Box) -> list[flint.arb]:
        return [self._product(own, at) for own, at in zip(self.roots, self._turned(box), strict=True)]

    def slopes(self, box: Box) -> flint.arb_mat:
        rows = []
        for row, own, at in zip(self.turn, self.roots, self._turned(box), strict=True):
            slope = sum((self._product(own[:i] + own[i + 1 :], at) for i in range(len(own))), flint.arb(0))
            rows.append([slope * float(entry) for entry in row])
        return flint.arb_mat(rows)

    def narrowed(self, box: Box) -> Box:
        return box

    def admits(self, box: Box) -> bool:  # noqa: ARG002 (all are wanted)
        return True

    def _turned(self, box: Box) -> list[flint.arb]:
        return [sum((side * float(x) for side, x in zip(box, row, strict=True)), flint.arb(0)) for row in self.turn]

    @staticmethod
    def _product(roots: list[float], at: flint.arb) -> flint.arb:
        value = flint.arb(1)
        for root in roots:
            value = value * (at - root)
        return value


def test_every_zero_is_found_once() -> None:
    rng = Random("zeros")
    for _ in range(4):
        turn = np.array([[1.0, rng.uniform(-0.5, 0.5)], [rng.uniform(-0.5, 0.5), 1.0]])
        roots = [[rng.randint(-8, 8) / 8 for _ in range(3)] for _ in range(2)]
        roots = [sorted(set(own)) for own in roots]
        expected = [np.linalg.solve(turn, [x, y]) for x in roots[0] for y in roots[1]]
        found = all_zeros(Polynomials(roots, turn), (flint.arb(0, 4), flint.arb(0, 4)), most=5000)
        assert not found.undecided
        assert len(found.enclosures) == len(expected)
        for zero in expected:
            near = [
                max(abs(float(side.mid()) - x) for side, x in zip(box, zero, strict=True)) for box in found.enclosures
            ]
            assert sorted(near)[0] < 1e-12
        assert all(float(side.rad()) < 1e-39 for box in found.enclosures for side in box)


def test_a_double_zero_is_undecided() -> None:
    twice = Polynomials([[0.25, 0.25], [0.5]], np.eye(2))
    found = all_zeros(twice, (flint.arb(0, 1), flint.arb(0, 1)), most=3000)
    assert not found.enclosures
    assert any(box[0].contains(0.25) and box[1].contains(0.5) for box in found.undecided)


def test_where_the_search_ends_the_rest_is_undecided() -> None:
    many = Polynomials([[i / 10 for i in range(-9, 10)], [0.0]], np.eye(2))
    found = all_zeros(many, (flint.arb(0, 1), flint.arb(0, 1)), most=20)
    assert found.undecided
    held = [any(box[0].contains(i / 10) for box in (*found.undecided, *found.enclosures)) for i in range(-9, 10)]
    assert all(held)
