"""Channels that compete in prices, with buyers who may leave one of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from channel_modes import solved
from lsec_models import solve
from lsec_models.errors import DeclarationError
from lsec_models.models import load
from lsec_models.models.channels.channel_choice import BASELINE


class TestIdleChannel:
    """Price competition with buyers who may leave a channel."""

    @staticmethod
    def bought(p_r: Any, p_l: Any, worth: float, effort: Any) -> tuple[Any, Any]:
        """What is bought at prices, by hand: both channels if both sell, else one of them alone."""
        spill, s = float(BASELINE["theta"]), float(BASELINE["sigma"])
        room_r, room_l = 20 + spill * effort - p_r, worth * 20 + effort - p_l
        both_r, both_l = (room_r - s * room_l) / (1 - s * s), (room_l - s * room_r) / (1 - s * s)
        alone_r, alone_l = np.maximum(room_r, 0), np.maximum(room_l, 0)
        return (
            np.where(both_l < 0, alone_r, np.where(both_r < 0, 0, both_r)),
            np.where(both_r < 0, alone_l, np.where(both_l < 0, 0, both_l)),
        )

    @pytest.mark.slow
    def test_a_streamer_who_sells_nothing_is_found_in_seconds(self) -> None:
        game = load("channel_choice", mode="reselling", compete="prices", idle=True)
        point = {symbol.name: BASELINE[symbol.name] for symbol in game.parameters} | {"phi": Fraction(1, 2)}
        found = solve(game, at=point)
        assert found.evidence.established
        assert all(one["live_demand"] == 0 for one in found)
        for one in found:
            w, p_r, p_l, e = (float(one[name]) for name in ("w", "p_r", "p_l", "e"))
            sold = self.bought(p_r, p_l, 0.5, e)
            assert [float(x) for x in sold] == pytest.approx([float(one["d_r"]), float(one["d_l"])])
            tried = np.linspace(w, 20, 4001)
            assert np.max((tried - w) * self.bought(tried, p_l, 0.5, e)[0]) <= float(one["retailer"]) + 1e-9
            price, effort = np.meshgrid(np.linspace(0, 20, 401), np.linspace(0, 10, 201))
            earned = (price - w) * self.bought(p_r, price, 0.5, effort)[1] - float(BASELINE["eta"]) * effort**2 / 2
            assert np.max(earned) <= float(one["streamer"]) + 1e-9

    @pytest.mark.slow
    def test_where_both_channels_sell_it_is_the_closed_form(self) -> None:
        game = load("channel_choice", mode="agency", compete="prices", idle=True)
        point = {symbol.name: BASELINE[symbol.name] for symbol in game.parameters}
        (found,) = solve(game, at=point)
        closed = solved("agency", "prices").at(point)
        assert {name: found[name] for name in closed.values} == dict(closed.values)

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"mode": "agency", "idle": True}, "idle=True says what buyers do at prices"),
            (
                {"contract": "minimum_guarantee", "compete": "prices", "idle": True},
                "use a contract without guarantee",
            ),
        ],
    )
    def test_where_it_says_nothing(self, options: dict[str, Any], words: str) -> None:
        with pytest.raises(DeclarationError, match=words):
            load("channel_choice", **options)
