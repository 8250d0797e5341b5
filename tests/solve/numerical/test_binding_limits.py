"""First movers whose constraints on later answers bind, where these answers are not rational functions: in numbers."""

from __future__ import annotations

import pytest
import sympy as sp

from grids.leader import LeaderGrid
from lsec_models import Game, Player, decisions, parameters, solve
from lsec_models.games.evidence.evidence import About, Status

u = parameters("u", positive=True)
share, price = decisions("s", within=(0, 1)), decisions("p", within=(0, 10))
effort = decisions("e")
sold = 6 - price + effort
streamer = Player("streamer", decides=[effort], payoff=share * price * sold - effort**3 / 3)
brand = Player("brand", decides=[share, price], payoff=((1 - share) * price - 1) * sold)
GAME = Game(players=[brand, streamer], order=["brand", "streamer"], constraints={"brand": [streamer.payoff >= u]})


@pytest.mark.slow
def test_what_binds_is_found_with_its_multiplier_and_checked() -> None:
    found = solve(GAME, at={"u": 2})
    (one,) = found
    assert one.regime == "-e**3/3 + p*s*(e - p + 6) = u"
    assert float(one["streamer"]) == pytest.approx(2, abs=1e-12)
    (multiplier,) = one.multipliers.values()
    # The streamer's effort is the root of s*p: at the stated place the brand's Lagrangian is level.
    answered = {effort: sp.sqrt(share * price)}
    lagrangian = (brand.payoff + multiplier * streamer.payoff).subs(answered)
    place = {share: one["s"], price: one["p"]}
    slopes = [float(lagrangian.diff(d).subs(place)) for d in (share, price)]
    assert slopes == pytest.approx([0, 0], abs=1e-9)
    grid = LeaderGrid(GAME, {u: 2}, 10)
    assert grid.best(21)[0] <= float(one["brand"]) + 1e-6
    assert grid.at([float(one["s"]), float(one["p"])]) == pytest.approx(float(one["brand"]), abs=1e-6)
    statuses = [found.evidence.status(about) for about in (About.EXISTS, About.OPTIMAL, About.OFF_PATH)]
    assert statuses == [Status.CHECKED] * 3
    assert str(found).startswith("Candidate")
