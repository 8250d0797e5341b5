"""The folder on inspection: what it records, against chances that are tried, and populations that learn."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp

from recorded import recorded

RECORD = recorded("tsebelis1989abuse")
GAIN, COST, HARM, FOUND = 1.0, 0.4, 3.0, 0.8
CHANCES = np.linspace(0, 1, 1001)


def kept_of(entry: dict[str, str]) -> float:
    return 0.2 if entry["game"] == "inspection" else 0.0


def gains(broken: float, looked: float, fine: float, kept: float) -> tuple[float, float]:
    """Return what breaking the rule gains over keeping it, and looking over not looking."""
    return GAIN - looked * FOUND * fine, broken * FOUND * (kept * fine + HARM) - COST


@pytest.mark.parametrize("entry", RECORD["R2"], ids=lambda entry: f"{entry['game']} at {entry['fine']}")
def test_the_mixture_is_the_only_pair_of_chances_that_answer_each_other(entry: dict[str, str]) -> None:
    fine, kept = float(entry["fine"]), kept_of(entry)
    broken, looked = np.meshgrid(CHANCES, CHANCES, indexing="ij")
    breaking, looking = gains(broken, looked, fine, kept)
    # What somebody loses who does not do what is best against the other's chance.
    regret = np.maximum(breaking, 0) - broken * breaking + np.maximum(looking, 0) - looked * looking
    i, j = np.unravel_index(np.argmin(regret), regret.shape)
    stated = [float(sp.Rational(entry[name])) for name in ("break", "look", "inspectors")]
    assert stated[:2] == pytest.approx([CHANCES[i], CHANCES[j]], abs=3e-3)
    far = np.maximum(abs(broken - stated[0]), abs(looked - stated[1])) > 0.05
    assert regret[far].min() > 0.005
    undetected = broken[i, j] * (1 - looked[i, j] * FOUND)
    caught = broken[i, j] * looked[i, j] * FOUND
    assert stated[2] == pytest.approx(caught * kept * fine - undetected * HARM - looked[i, j] * COST, abs=1e-2)


@pytest.mark.parametrize(("fine", "kept"), [(5.0, 0.0), (5.0, 0.2), (2.0, 0.2), (20.0, 0.9)])
def test_announced_inspection_pays_where_the_claim_says(fine: float, kept: float) -> None:
    """The rule is broken wherever that gains something; those who are indifferent keep it."""
    breaks = gains(1.0, CHANCES, fine, kept)[0] > 1e-12
    worth = -COST * CHANCES + np.where(breaks, CHANCES * FOUND * (kept * fine + HARM) - HARM, 0.0)
    kept_by_all = worth[~breaks].max()
    assert kept_by_all == pytest.approx(-COST * GAIN / (FOUND * fine), abs=1e-3)
    mixed = -HARM * COST / (FOUND * (HARM + kept * fine))
    assert (kept_by_all > mixed) == (GAIN * (HARM + kept * fine) < HARM * fine)


def test_learning_circles_around_the_mixture() -> None:
    """Shares over a long time are those of the mixture on average, and come no nearer to it."""
    entry = next(one for one in RECORD["R2"] if one["game"] == "inspection" and one["fine"] == "5")
    mixture = np.array([float(sp.Rational(entry[name])) for name in ("break", "look")])

    def slope(state: np.ndarray) -> np.ndarray:
        return state * (1 - state) * np.array(gains(state[0], state[1], 5.0, 0.2))

    state, step, path = np.array([0.3, 0.3]), 0.02, []
    for _ in range(8_000):
        middle = state + step / 2 * slope(state)
        state = state + step * slope(middle)
        path.append(state)
    gone = np.array(path)
    assert gone.mean(axis=0) == pytest.approx(mixture, abs=2e-2)
    early, late = (abs(part[:, 0] - mixture[0]).max() for part in (gone[:2_000], gone[-2_000:]))
    assert late > 0.8 * early
