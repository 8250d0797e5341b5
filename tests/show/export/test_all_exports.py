"""What is true of exports in every format: what is established, what is refused, the same text each time."""

from __future__ import annotations

import json
from typing import Any

import pytest

import lsec_models as lsec
from exported import EVERYTHING, a, each, game, led, m, q
from lsec_models import Equilibrium, Game, Player
from lsec_models.errors import DeclarationError
from lsec_models.show import to_json, to_latex, to_mathematica


def test_a_result_that_is_none_says_why_in_every_format() -> None:
    one = Player("A", decides=[q], payoff=q + m)
    two = Player("B", decides=[m], payoff=(1 - q) * m)
    none = lsec.solve(Game(players=[one, two], order=["A", "B"], constraints=[q <= 2]), corners=True, at={})
    for export in (to_json, to_latex, to_mathematica, repr):
        assert "grows without bound" in export(none)
    assert not len(lsec.to_dataframe(none))


def candidate() -> Equilibrium:
    """Return an equilibrium inside, which the leader may leave by driving the follower out."""
    leader = Player("A", decides=[q], payoff=7 * a * m - (q - 4) ** 2)
    follower = Player("B", decides=[m], payoff=-((m - a + q) ** 2))
    return lsec.solve(Game(players=[leader, follower], order=["A", "B"]))


def test_exports_say_what_is_established() -> None:
    for thing in (led(), candidate()):
        document = json.loads(to_json(thing))["evidence"]
        assert document == thing.evidence.to_data()
        assert f'"evidence" -> "{thing.evidence.line()}"' in to_mathematica(thing)
    assert led().evidence.line() not in to_latex(led())


def test_what_is_not_established_is_exported_as_a_candidate() -> None:
    assert json.loads(to_json(candidate()))["evidence"]["established"] is False
    for export in (to_latex, to_mathematica):
        assert "Candidate of A" in export(candidate())
        assert "Equilibrium of" not in export(candidate())
        assert candidate().evidence.line() in export(candidate())


@pytest.mark.parametrize("export", [to_mathematica, to_json])
def test_what_is_no_result_is_refused(export: Any) -> None:
    with pytest.raises(DeclarationError, match="a Game cannot be exported"):
        export(game())


def test_what_has_no_latex_is_refused() -> None:
    with pytest.raises(DeclarationError, match="int cannot be exported to LaTeX"):
        to_latex(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("export", [to_latex, to_mathematica, to_json])
@each
def test_the_same_result_gives_the_same_text(export: Any, thing: str) -> None:
    assert export(EVERYTHING[thing]()) == export(EVERYTHING[thing]())
