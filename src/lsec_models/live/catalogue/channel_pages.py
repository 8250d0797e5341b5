"""The live pages of channel choice: at any commission, and with all corners at one commission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from lsec_models.games.static.game import Game
from lsec_models.live.catalogue.catalogue_numbers import baseline_of, slider_of
from lsec_models.live.catalogue.loaded_code import loaded, with_numbers
from lsec_models.live.content import ModeChoice
from lsec_models.live.kernel import LiveEquilibrium
from lsec_models.live.numbers import written
from lsec_models.live.page import LivePage, live_page
from lsec_models.live.slider import Slider
from lsec_models.models.catalogue import load
from lsec_models.solve import solve
from lsec_models.solve.interior.backward_induction import interior_equilibrium

_MODEL = "channel_choice"
_MODES = {"none": "no live channel", "self_run": "own host", "reselling": "reselling", "agency": "agency"}
_CONTRACTS = {"reselling": "wholesale", "agency": "commission + slot_fee"}
_FIXED = ("alpha", "c", "theta", "eta", "eta_o")
_WORDS = {"w": "wholesale price w", "d_r": "retail sales d_r", "d_l": "live sales d_l", "e": "live effort e"}


def channel_choice_page() -> LivePage:
    """Return the page on which the commission moves, and agency is the interior equilibrium."""
    return _page(
        with_corners=("self_run", "reselling"),
        fixed=_FIXED,
        moving=[slider_of(_MODEL, "lambda", 0.01, 0.6, "commission", step=0.01)],
        title="Should a manufacturer open a live channel?",
        note="The manufacturer compares four modes. Reselling and the own host are solved with corners, so that there "
        "are numbers also where a channel stops selling; how far that is proved stands below the tables. Agency is "
        "the interior equilibrium: outside its domain, where some channel would stop selling, no numbers are shown, "
        "and that it is subgame perfect in all of its domain is not proved here. Its corners are left out, since with "
        "substitution, influence and commission open the proofs that its regimes exclude each other exceed their "
        "limits; the page “Where does a channel stop selling?” has them at one commission. Fixed are market size, unit "
        "cost, spillover and costs of live effort",
        plot="manufacturer",
        over="lambda",
    )


def channel_corners_page() -> LivePage:
    """Return the page on which the commission is fixed, and every mode has its corners."""
    return _page(
        with_corners=("self_run", "reselling", "agency"),
        fixed=(*_FIXED, "lambda"),
        moving=[],
        title="Where does a channel stop selling?",
        note="The four modes with their corners: numbers are shown for all settings. At a brink the wholesale price is "
        "just so high that the retailer buys nothing; beside an agent or an own host, any higher one then leaves the "
        "rest as it is. Fixed are the agent's commission, market size, unit cost, spillover and costs of live effort",
        plot="d_r",
        over="sigma",
    )


def _page(
    *,
    with_corners: Sequence[str],
    fixed: Sequence[str],
    moving: Sequence[Slider],
    title: str,
    note: str,
    plot: str,
    over: str,
) -> LivePage:
    """Return a page of the four modes, which the manufacturer weighs; `moving` are sliders that not all pages have."""
    numbers = baseline_of(_MODEL, fixed)
    cases: dict[Any, LiveEquilibrium] = {}
    code: dict[Any, str] = {}
    for mode, label in _MODES.items():
        corners, given = mode in with_corners, _given(mode, numbers)
        cases[label] = _solved(mode, tuple(given.items()), corners=corners)
        made = with_numbers(loaded(_MODEL, mode=mode, contract=_CONTRACTS.get(mode)), given)
        code[label] = f"game = {made}\nequilibrium = lsec.solve(game{', corners=True' * corners})"
    accepts = {"streamer": "u"}
    return live_page(
        cases,
        switches=["mode"],
        sliders=[
            slider_of(_MODEL, "sigma", 0, 0.9, "how far the channels replace each other", step=0.01),
            slider_of(_MODEL, "phi", 0.2, 4, "influence of the streamer"),
            *moving,
            slider_of(_MODEL, "F", 0.1, 20, "slot fee"),
            slider_of(_MODEL, "phi_o", 0.2, 4, "influence of the own host"),
            slider_of(_MODEL, "W", 0.1, 10, "wage of the own host"),
            Slider("u", 0, 20, start=Fraction(1, 2), step=0.1, words="what the streamer earns elsewhere"),
        ],
        title=title,
        note=f"{note}: {written(numbers)}.",
        words=_WORDS,
        start="agency",
        compare=["reselling", "own host", "no live channel"],
        plot=plot,
        over=over,
        choice=ModeChoice(switch="mode", by="manufacturer", accepts={"reselling": accepts, "agency": accepts}),
        code=code,
    )


def _given(mode: str, numbers: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Return the numbers that stand in the game of a mode."""
    names = {parameter.name for parameter in _game(mode).parameters}
    return {name: value for name, value in numbers.items() if name in names}


@cache
def _solved(mode: str, given: tuple[tuple[str, Fraction], ...], *, corners: bool) -> LiveEquilibrium:
    """Return the equilibrium of a mode; the pages share that of a mode without commission."""
    game = _game(mode).with_values(dict(given))
    return solve(game, corners=True) if corners else interior_equilibrium(game)


def _game(mode: str) -> Game:
    return load(_MODEL, mode=mode, contract=_CONTRACTS.get(mode))
