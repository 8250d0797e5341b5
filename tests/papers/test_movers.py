"""Who decides in a game: several movers are told in every kind of game, and one is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsec_models import EvolutionaryGame, Game, Player, decisions, load, others, parameters, solve
from lsec_models.errors import PaperError
from lsec_models.games.bargaining.declaration import Bargain
from lsec_models.papers.folder.movers import require_one_mover

a, n = parameters("a n", positive=True)
q, F = decisions("q"), decisions("F", real=True)


def told(game: Any) -> str:
    with pytest.raises(PaperError) as refused:
        require_one_mover({"found": SimpleNamespace(game=game)})
    return str(refused.value)


@settings(max_examples=20)
@given(deciding=st.lists(st.booleans(), min_size=1, max_size=4).filter(any))
def test_players_who_decide_nothing_are_no_movers(deciding: list[bool]) -> None:
    own = [decisions(f"x_{place}") for place in range(len(deciding))]
    players = [
        Player(f"P{place}", decides=[x] if decides else [], payoff=a * x - x**2 if decides else a)
        for place, (x, decides) in enumerate(zip(own, deciding, strict=True))
    ]
    game = Game(players=players)
    movers = [player.name for player in players if player.decides]
    if len(movers) > 1:
        assert f"in found {' and '.join(movers)} do" in told(game)
    else:
        require_one_mover({"found": SimpleNamespace(game=game), "again": SimpleNamespace(game=game)})


def test_one_who_decides_twice_is_one_mover() -> None:
    x, y = decisions("x y")
    owner = Player("owner", decides=[x, y], payoff=a * x * y - x**2 - y**2)
    require_one_mover({"found": SimpleNamespace(game=Game(players=[owner], order=[x, y]))})


def test_those_who_agree_those_alike_and_populations_are_several() -> None:
    pair = [Player("brand", decides=[], payoff=a - F), Player("streamer", decides=[], payoff=F)]
    agreed = Game(players=pair, order=[Bargain(("brand", "streamer"), over=[F])])
    assert "in found brand and streamer do" in told(agreed)
    seller = Player("seller", decides=[q], payoff=(a - q - others(q)) * q, copies=3)
    alike = Game(players=[seller])
    assert "in found seller and others like it do" in told(alike)
    assert "in found seller and others like it do" in told(solve(alike).game)
    regulated = load("regulation", consumers=False)
    assert isinstance(regulated, EvolutionaryGame)
    assert "in found streamers and platforms do" in told(regulated)
    assert "in found manufacturer and streamer do" in told(load("customer_relationship"))
