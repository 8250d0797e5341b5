"""The live pages of the catalogue's models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from lsec_models.errors import UnknownName
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.order import order_label, power_structures
from lsec_models.live.catalogue.catalogue_numbers import baseline_of, slider_of, terms_of
from lsec_models.live.catalogue.channel_pages import channel_choice_page, channel_corners_page
from lsec_models.live.catalogue.loaded_code import solved_anew
from lsec_models.live.catalogue.margin_pages import bilateral_margin_page, platform_margin_page
from lsec_models.live.kernel import LiveEquilibrium
from lsec_models.live.page import LivePage, live_page
from lsec_models.live.slider import Slider
from lsec_models.models.catalogue import CATALOGUE, load
from lsec_models.models.over_time.dynamic_quality import MODES as DYNAMIC_MODES
from lsec_models.solve import solve
from lsec_models.solve.interior.backward_induction import interior_equilibrium

_ANY = "any (margin alone)"
_TYPES: Mapping[str, str | None] = {
    _ANY: None,
    "top": "top",
    "ordinary": "ordinary",
    "own host": "self_run",
    "virtual": "virtual",
}
_LEADERS: Mapping[str, tuple[str, str]] = {
    "manufacturer": ("streamer", "platform"),
    "streamer": ("manufacturer", "platform"),
    "platform": ("manufacturer", "streamer"),
}
_EFFORTS = {"q": "quality q", "e": "live effort e"}


def live_page_of(name: str) -> LivePage:
    """Return the live page of a model of the catalogue.

    Parameters
    ----------
    name : str
        A model, ``"power_structures"``, ``"power_structures_bilateral"``, ``"channel_choice"`` or
        ``"dynamic_quality"``; or one with corners: ``"power_structures_corners"``, where all but commission and
        influence is fixed, which takes about a minute, and ``"channel_choice_corners"``, where the agent's commission
        is fixed.

    Returns
    -------
    LivePage

    Raises
    ------
    UnknownName
        If there is no live page of that name.

    Examples
    --------
    >>> page = live_page_of("dynamic_quality")
    >>> list(page.switches)
    ['mode', 'streamer']
    """
    if name in _PAGES:
        return _PAGES[name]()
    why = "the catalogue has no live page for it" if name in CATALOGUE else "the catalogue has no such model"
    raise UnknownName(
        f"model {name!r} has no live page: {why}; there are live pages for {', '.join(_PAGES)}; "
        "for a game of your own use live_page(...)"
    )


def _power_structures() -> LivePage:
    cases: dict[Any, LiveEquilibrium] = {}
    code: dict[Any, str] = {}
    for word, kind in _TYPES.items():
        for label, model, order in _structures(employed=kind == "self_run"):
            cases[label, word] = interior_equilibrium(load(model, order=order, streamer=kind))
            code[label, word] = solved_anew(model, order=order, streamer=kind)
    return live_page(
        cases,
        switches=["power structure", "streamer"],
        sliders=[
            slider_of("power_structures", "a", 4, 40, "size of the market"),
            slider_of("power_structures", "c", 0.1, 10, "cost of a unit"),
            slider_of("power_structures", "gamma", 0.02, 2, "what quality sells"),
            slider_of("power_structures", "mu", 0.02, 2, "what live effort sells"),
            slider_of("power_structures", "tau", 0.02, 2, "what traffic sells"),
            slider_of("power_structures", "k", 0.2, 6, "cost of quality"),
            slider_of("power_structures", "eta", 0.2, 6, "cost of live effort"),
            Slider("phi", 0.2, 4, start=1, step=0.02, words="influence of the streamer"),
            Slider("lambda", 0.01, 0.6, start=0.1, step=0.01, words="commission"),
        ],
        at=baseline_of("power_structures", ("b", "upsilon")),
        given={"streamer": {word: terms_of(kind) for word, kind in _TYPES.items() if kind}},
        title="Who leads a live-streaming chain?",
        note="Quality, prices and profits of manufacturer, streamer and platform; “>” means “moves before”, “=” means "
        "“at the same time as”. These are interior equilibria. Where a streamer lives on a commission, a leader may "
        "gain by a price so high that the streamer's margin meets zero; such parameters are not told apart here, since "
        "with this many parameters open the regimes with and without a margin are not proved to be all. With two "
        "sliders they are, on the pages “Where does the streamer's margin meet zero?” and “... beside a platform?”. "
        "lsec_models.audit finds such parameters, and there are none at the types' own numbers.",
        words=_EFFORTS
        | {"w": "wholesale price w", "m": "margin of streamer m", "f": "platform fee f", "t": "traffic support t"},
        compare=[(f"{leader} > {' = '.join(others)}", _ANY) for leader, others in _LEADERS.items()],
        plot="q",
        over="gamma",
        code=code,
    )


def _structures(*, employed: bool) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield label, model and order of every power structure, with a platform and without."""
    makers = ("manufacturer",) if employed else ("manufacturer", "streamer")
    for players, model, end in (
        ((*makers, "platform"), "power_structures", ""),
        (makers, "power_structures_bilateral", " (no platform)"),
    ):
        for structure in power_structures(players):
            order = [slot if len(slot) > 1 else slot[0] for slot in structure]
            yield order_label(order) + end, model, order


def _dynamic_quality() -> LivePage:
    cases: dict[Any, LiveEquilibrium] = {}
    code: dict[Any, str] = {}
    for word, kind in _TYPES.items():
        for mode in DYNAMIC_MODES if kind != "self_run" else ("nash",):
            label = "one decides alone" if kind == "self_run" else mode.replace("_", " ")
            cases[label, word] = cast(FeedbackEquilibrium, solve(load("dynamic_quality", mode=mode, streamer=kind)))
            code[label, word] = solved_anew("dynamic_quality", mode=mode, streamer=kind)
    return live_page(
        cases,
        switches=["mode", "streamer"],
        sliders=[
            slider_of("dynamic_quality", "beta", 0.01, 1, "what goodwill sells", step=0.01),
            slider_of("dynamic_quality", "delta", 0.05, 1, "decay of goodwill", step=0.01),
            slider_of("dynamic_quality", "kappa_q", 0.02, 3, "goodwill from quality"),
            slider_of("dynamic_quality", "kappa_e", 0.02, 3, "goodwill from live effort"),
            slider_of("dynamic_quality", "k", 0.2, 6, "cost of quality"),
            slider_of("dynamic_quality", "eta", 0.2, 6, "cost of live effort"),
            slider_of("dynamic_quality", "rho_M", 0.1, 10, "margin of manufacturer"),
            slider_of("dynamic_quality", "rho_S", 0.1, 10, "margin of streamer"),
            Slider("phi", 0.2, 4, start=1, step=0.02, words="influence of the streamer"),
            slider_of("dynamic_quality", "lambda", 0.01, 0.9, "commission", step=0.01),
            Slider("G_0", 0, 40, start=0, step=0.2, words="goodwill at the start"),
        ],
        at=baseline_of("dynamic_quality", ("a", "r", "rho")),
        given={"streamer": {word: terms_of(kind) for word, kind in _TYPES.items() if kind}},
        title="Quality and live effort while goodwill builds up",
        note="Manufacturer and streamer invest for ever; goodwill G moves by G' = κ_q·q + κ_e·e − δ·G. Feedback "
        "equilibria in closed form; over time t the plot shows the equilibrium path.",
        words=_EFFORTS
        | {
            "G": "goodwill G",
            "s_e": "share of effort costs paid by manufacturer s_e",
            "s_q": "share of quality costs paid by streamer s_q",
            "payoff flow of manufacturer": "manufacturer's profit per year",
            "payoff flow of streamer": "streamer's profit per year",
        },
        start=("nash", _ANY),
        compare=[("cost sharing", _ANY), ("two way sharing", _ANY), ("centralised", _ANY)],
        plot="G",
        over="t",
        time=(0, 12),
        code=code,
    )


_PAGES: Mapping[str, Callable[[], LivePage]] = {
    "power_structures": _power_structures,
    "power_structures_bilateral": bilateral_margin_page,
    "power_structures_corners": platform_margin_page,
    "channel_choice": channel_choice_page,
    "channel_choice_corners": channel_corners_page,
    "dynamic_quality": _dynamic_quality,
}
