"""What has no room in memory is refused before any work, and each way out that is named is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lsec_models import Game, Player, decisions, parameters, solve, uniform
from lsec_models.errors import DeclarationError, UnknownName
from lsec_models.evaluate import free_memory as system
from lsec_models.evaluate import grid, memory_needed
from lsec_models.evaluate.plan import SweepPlan, plan_of
from lsec_models.evaluate.sensitivity.monte_carlo import monte_carlo
from lsec_models.evaluate.sweep import sweep

a, b, c, d = parameters("a b c d", positive=True)
p = decisions("p")
SOLD = (a - b * p) * c / d
MONOPOLY = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * SOLD)], report={"sold": SOLD}))
FAR = (1, 2, 10**5)
OVER, AT = {"a": (1, 2, 40), "b": (1, 2, 30)}, {"c": 1, "d": 1}


def _refuse_to_work(_: SweepPlan) -> None:
    raise AssertionError("a plan without room is evaluated")


@pytest.mark.parametrize("solved", [MONOPOLY, {"one": MONOPOLY, "two": MONOPOLY}])
def test_more_than_the_machine_has_is_refused_before_any_work(solved: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SweepPlan, "evaluator", _refuse_to_work)
    several = " of each of 2 equilibria" if isinstance(solved, dict) else ""
    for client in (None, "tcp://127.0.0.1:1"):
        with pytest.raises(DeclarationError) as refused:
            sweep(solved, over={"a": FAR, "b": FAR, "c": FAR}, at={"d": 1}, client=client)
        message = str(refused.value)
        assert message.startswith(f"3 quantities{several} at 1,000,000,000,000,000 points need ")
        assert all(way in message for way in ("reduce=", "quantities=", "store=", "fewer points"))


@pytest.mark.parametrize("more", [{}, {"d": FAR}])
def test_memory_that_the_system_denies_is_no_memory_error(more: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """8e15 bytes are more than a process can address, 8e20 more than NumPy can count."""
    monkeypatch.setattr(memory_needed, "free_memory", lambda: np.inf)
    at = {} if more else {"d": 1}
    with pytest.raises(DeclarationError, match="GB of memory, which is more than there is; ask with reduce="):
        sweep(MONOPOLY, over={"a": FAR, "b": FAR, "c": FAR} | more, at=at)


def test_what_is_counted_is_what_a_dataset_takes() -> None:
    plan = plan_of(MONOPOLY, OVER, AT, "numpy")
    field = memory_needed.field_over(plan, "")
    arrays = (*field.values.values(), field.violated, field.regime)
    assert memory_needed.bytes_of(plan) == sum(array.nbytes for array in arrays) == 1200 * (3 * 8 + 4)


def test_every_way_out_is_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    whole = sweep(MONOPOLY, over=OVER, at=AT)
    monkeypatch.setattr(memory_needed, "free_memory", lambda: 1200 * (8 + 4))
    with pytest.raises(DeclarationError, match=r"3 quantities at 1,200 points need 3.*and 1.44e-05 GB are"):
        sweep(MONOPOLY, over=OVER, at=AT)
    few = sweep(MONOPOLY, over=OVER, at=AT, quantities="sold")
    assert list(few.data_vars) == ["sold", "violated"]
    np.testing.assert_array_equal(few["sold"], whole["sold"])
    greatest = sweep(MONOPOLY, over=OVER, at=AT, reduce={"sold": "max", "p": "max"})
    assert (greatest["sold_max"], greatest["p_max"]) == (whole["sold"].max(), whole["p"].max())
    fewer = sweep(MONOPOLY, over=OVER | {"b": [1]}, at=AT)
    np.testing.assert_array_equal(fewer["p"][:, 0], whole["p"][:, 0])
    pytest.importorskip("zarr")
    kept = sweep(MONOPOLY, over=OVER, at=AT, store=tmp_path / "run.zarr")
    np.testing.assert_array_equal(kept["p"], whole["p"])


def test_draws_without_room_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_needed, "free_memory", lambda: 100)
    with pytest.raises(DeclarationError, match="of memory, and 1e-07 GB are free; ask for fewer points, or fewer quan"):
        monte_carlo(MONOPOLY, laws={"a": uniform(1, 2)}, at={"b": 1, "c": 1, "d": 1}, draws=50, seed=1)


def test_a_range_without_room_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "free_memory", lambda: 16 * 2_000_000)
    assert grid.grid_of(["a"], {"a": (1, 2, 2_000_000)}, {}).shape == (2_000_000,)
    with pytest.raises(DeclarationError, match="range of a has 2,000,001 values: too many for memory; ask for fewer"):
        grid.grid_of(["a"], {"a": (1, 2, 2_000_001)}, {})


def test_a_container_has_at_most_what_it_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limits = [tmp_path / "unlimited", tmp_path / "limit", tmp_path / "absent"]
    limits[0].write_text("max\n")
    monkeypatch.setattr(system, "_LIMITS", [str(file) for file in limits])
    without = system.free_memory()
    limits[1].write_text("5000\n")
    assert without > 1e7
    assert system.free_memory() == 5000


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"quantities": "sol"}, UnknownName, "no quantity 'sol' in this sweep; did you mean 'sold'?"),
        ({"quantities": ["p", "q"]}, UnknownName, "no quantity 'q' in this sweep"),
        ({"quantities": "p", "reduce": {"p": "max"}}, DeclarationError, "leave quantities= out"),
    ],
)
def test_quantities_that_cannot_be_chosen_are_named(arguments: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error) as refused:
        sweep(MONOPOLY, over=OVER, at=AT, **arguments)
    assert words in str(refused.value)
