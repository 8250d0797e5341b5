"""Live pages: equilibria whose exact closed forms a browser computes while a reader moves sliders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from lsec_models.algebra.domains.parameter_point import exact_number
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import DeclarationError, UnknownName, kind_of, nearest, require_known
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.frozen import Frozen
from lsec_models.live.browser_page import BrowserPage
from lsec_models.live.content import Content, Labels, ModeChoice, TimeRange
from lsec_models.live.html import page_element
from lsec_models.live.kernel import LiveEquilibrium, quantities_of
from lsec_models.live.slider import Slider

_RESERVED = ("live", "plot", "over", "with", "t")

_MOST_COMPARED = 3


class LivePage(BrowserPage, Content):
    """An interactive page, which shows itself in Jupyter and in the book; made by :func:`live_page`."""

    @cached_property
    def html(self) -> str:
        """The page as one element, to stand in any HTML page; it needs nothing outside."""
        return page_element(self)

    def __repr__(self) -> str:
        cases = "1 equilibrium" if len(self.equilibria) == 1 else f"{len(self.equilibria)} equilibria"
        sliders = ", ".join(slider.name for slider in self.sliders)
        return f"Live page of {cases}, sliders {sliders}; it shows itself in Jupyter, or page.save('page.html')"


def live_page(
    equilibria: LiveEquilibrium | Mapping[Any, LiveEquilibrium],
    *,
    sliders: Sequence[Slider],
    at: Mapping[str, object] = Frozen({}),
    switches: Sequence[str] = (),
    given: Mapping[str, Mapping[str, Mapping[str, object]]] = Frozen({}),
    title: str = "",
    note: str = "",
    words: Mapping[str, str] = Frozen({}),
    start: str | Labels | None = None,
    compare: str | Labels | list[Any] | None = None,
    plot: str = "",
    over: str = "",
    time: TimeRange | None = None,
    choice: ModeChoice | None = None,
    code: Mapping[Any, str] = Frozen({}),
) -> LivePage:
    """Return a page on which a reader moves sliders and sees the exact closed forms recomputed.

    Parameters
    ----------
    equilibria : equilibrium, or mapping from label to equilibrium
        What :func:`lsec_models.solve` returned. With several switches, a label is a tuple with one word for each.
    sliders : sequence of Slider
        The parameters that move.
    at : mapping from str to number
        The other parameters.
    switches : sequence of str
        What the words of a label are about, such as ``["power structure", "streamer"]``.
    given : mapping from switch to mapping from label to mapping from parameter to number
        Numbers that come with a label: a slider goes there when the label is picked, another parameter has that value
        as long as it is.
    title, note : str
        What stands above, as plain text.
    words : mapping from str to str
        What to call quantities.
    start : label, optional
        The case shown at first; the first one without it.
    compare : label, or list of up to three labels, optional
        The cases drawn beside it.
    plot, over : str
        The quantity drawn at first, and the slider it is drawn over (``"t"``: time); the first of each without it.
    time : (number, number), optional
        Of feedback equilibria: the time over which paths are drawn; 0 to 10 without it.
    choice : ModeChoice, optional
        Who picks the label of a switch.
    code : mapping from label to str
        Python that makes the equilibrium of a case under the name ``equilibrium``; written from the game without it.

    Returns
    -------
    LivePage

    Raises
    ------
    DeclarationError
        If labels do not fit the switches, a parameter has neither slider nor number, or a number lies outside its
        slider or has not the declared sign.
    UnknownName
        If a parameter, quantity, switch or label does not exist.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, c = parameters("a c", positive=True)
    >>> p = decisions("p")
    >>> game = Game(players=[Player("monopolist", decides=[p], payoff=(p - c) * (a - p))], assuming=[a > c])
    >>> live_page(solve(game), sliders=[Slider("c", 1, 9)], at={"a": 10})
    Live page of 1 equilibrium, sliders c; it shows itself in Jupyter, or page.save('page.html')
    """
    cases = _cases(equilibria)
    named = _labels_of(cases, switches)
    movable = _sliders(sliders, named)
    numbers, moves = _given(given, named, movable, cases)
    fixed = {labels: _fixed(labels, cases[labels], movable, at, numbers, named) for labels in cases}
    _check_used(at, movable, cases, choice)
    quantities = {name: None for equilibrium in cases.values() for name in quantities_of(equilibrium)}
    _check_known([*words], [*quantities, *_paths(cases)], "quantity in words")
    _check_known([plot] if plot else [], [*quantities, *_paths(cases)], "quantity to plot")
    _check_known([over] if over else [], [*movable, *(["t"] if _paths(cases) else [])], "slider to plot over")
    _check_choice(choice, named, quantities, movable)
    return LivePage(
        title=title,
        note=note,
        switches=named,
        equilibria=cases,
        fixed=fixed,
        sliders=tuple(movable.values()),
        moves=moves,
        words=_words(cases) | dict(words),
        start=next(iter(cases)) if start is None else _case(start, cases),
        compare=_compared(compare, cases),
        plot=plot or next(iter(quantities)),
        over=over or next(iter(movable)),
        time=_time(time, bool(_paths(cases))),
        choice=choice,
        code=_codes(code, cases),
    )


def _cases(equilibria: object) -> dict[Labels, LiveEquilibrium]:
    several: Mapping[Any, Any] = equilibria if isinstance(equilibria, Mapping) else {(): equilibria}
    if not several:
        raise DeclarationError("a live page needs at least one equilibrium; give what solve(game) returns")
    cases = {labels if isinstance(labels, tuple) else (labels,): found for labels, found in several.items()}
    for labels, found in cases.items():
        if not all(isinstance(label, str) for label in labels):
            raise DeclarationError(f"label {labels!r}: give a text, or a tuple with a text for each switch")
        if not isinstance(found, LiveEquilibrium):
            raise DeclarationError(
                f"{_case_words(labels)} is {kind_of(found)}, not an equilibrium in formulas; give what solve(game) "
                "returns for a static game, or for a differential game without horizon"
            )
    return cases


def _case(labels: str | Labels, cases: Mapping[Labels, object]) -> Labels:
    found = labels if isinstance(labels, tuple) else (labels,)
    if found not in cases:
        known = {repr(case): case for case in cases}
        raise UnknownName(f"no equilibrium {found!r} on this page; {nearest(repr(found), known)}")
    return found


def _compared(compare: object, cases: Mapping[Labels, object]) -> tuple[Labels, ...]:
    several: list[Any] = compare if isinstance(compare, list) else [] if compare is None else [compare]
    if len(several) > _MOST_COMPARED:
        raise DeclarationError(f"compare: {len(several)} cases beside the one shown; name at most {_MOST_COMPARED}")
    return tuple(_case(labels, cases) for labels in several)


def _labels_of(cases: Mapping[Labels, object], switches: Sequence[str]) -> dict[str, Labels]:
    longest = max(map(len, cases))
    names = tuple(switches) or (("case",) if longest == 1 else ())
    if isinstance(switches, str) or len(set(names)) < len(names):
        raise DeclarationError(f"switches: {switches!r}; give a sequence of different names")
    for labels in cases:
        if len(labels) != len(names):
            raise DeclarationError(
                f"{_case_words(labels)} has {len(labels)} labels for {len(names)} switches {list(names)}; "
                "give one label for each switch"
            )
    return {name: tuple(dict.fromkeys(labels[i] for labels in cases)) for i, name in enumerate(names)}


def _sliders(sliders: Sequence[Slider], switches: Iterable[str]) -> dict[str, Slider]:
    if not sliders or not all(isinstance(slider, Slider) for slider in sliders):
        raise DeclarationError("sliders: give at least one Slider(name, low, high)")
    found = {slider.name: slider for slider in sliders}
    if len(found) < len(sliders):
        raise DeclarationError(f"sliders: {[slider.name for slider in sliders]} names a parameter twice")
    for name in (*found, *switches):
        if name in _RESERVED or (name in found and name in switches):
            raise DeclarationError(f"the name {name!r} is used for something else on a live page; choose another one")
    return found


def _given(
    given: Mapping[str, Mapping[str, Mapping[str, object]]],
    switches: Mapping[str, Labels],
    sliders: Mapping[str, Slider],
    cases: Mapping[Labels, LiveEquilibrium],
) -> tuple[dict[tuple[str, str], dict[str, Fraction]], dict[tuple[str, str], dict[str, Fraction]]]:
    """Return the numbers that come with labels: of parameters without a slider, and of those with one."""
    numbers: dict[tuple[str, str], dict[str, Fraction]] = {}
    moves: dict[tuple[str, str], dict[str, Fraction]] = {}
    _check_known(given, switches, "switch")
    for switch, by_label in given.items():
        _check_known(by_label, switches[switch], f"label of switch {switch!r}")
        for label, values in by_label.items():
            _check_known(values, [*sliders, *_parameters(cases)], "parameter")
            exact = {name: exact_number(value, name) for name, value in values.items()}
            for name, slider in sliders.items():
                if name in exact:
                    slider.check(exact[name], f"the value that comes with {label!r},")
            moves[switch, label] = {name: value for name, value in exact.items() if name in sliders}
            numbers[switch, label] = {name: value for name, value in exact.items() if name not in sliders}
    return numbers, moves


def _fixed(
    labels: Labels,
    equilibrium: LiveEquilibrium,
    sliders: Mapping[str, Slider],
    at: Mapping[str, object],
    numbers: Mapping[tuple[str, str], Mapping[str, Fraction]],
    switches: Iterable[str],
) -> dict[str, Fraction]:
    values = {str(name): exact_number(value, str(name)) for name, value in at.items()}
    for switch, label in zip(switches, labels, strict=True):
        values |= numbers.get((switch, label), {})
    fixed = {}
    for symbol, kind in zip(equilibrium.ring.symbols, equilibrium.domain.kinds, strict=True):
        name = symbol.name
        if name in sliders:
            continue
        if name not in values:
            raise DeclarationError(
                f"parameter {name!r} of {_case_words(labels)} has neither slider nor number; add Slider({name!r}, ...) "
                f"or at={{{name!r}: ...}}"
            )
        if (kind is Kind.POSITIVE and values[name] <= 0) or (kind is Kind.NONNEGATIVE and values[name] < 0):
            raise DeclarationError(f"at: {name} = {values[name]}, but {name} is declared {kind.value}")
        fixed[name] = values[name]
    return fixed


def _check_used(
    at: Mapping[str, object],
    sliders: Mapping[str, Slider],
    cases: Mapping[Labels, LiveEquilibrium],
    choice: ModeChoice | None,
) -> None:
    known = _parameters(cases)
    asked = choice.accepts.values() if choice else ()
    _check_known(at, known, "parameter")
    _check_known(sliders, [*known, *(str(least) for by_player in asked for least in by_player.values())], "parameter")
    both = [str(name) for name in at if str(name) in sliders]
    if both:
        raise DeclarationError(f"at: {', '.join(both)} has a slider too; give a parameter one or the other")


def _check_choice(
    choice: ModeChoice | None, switches: Mapping[str, Labels], quantities: Iterable[str], sliders: Iterable[str]
) -> None:
    if choice is None:
        return
    _check_known([choice.switch], switches, "switch")
    _check_known([choice.by], quantities, "player")
    _check_known(choice.accepts, switches[choice.switch], f"label of switch {choice.switch!r}")
    for asked in choice.accepts.values():
        _check_known(asked, quantities, "player")
        _check_known([least for least in asked.values() if isinstance(least, str)], sliders, "slider")


def _check_known(names: Iterable[object], known: Iterable[str], what: str) -> None:
    known = tuple(known)
    for name in names:
        require_known(str(name), known, f"no {what} {str(name)!r} on this page")


def _parameters(cases: Mapping[Labels, LiveEquilibrium]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for equilibrium in cases.values() for name in equilibrium.ring.names))


def _paths(cases: Mapping[Labels, LiveEquilibrium]) -> tuple[str, ...]:
    dynamic = [equilibrium for equilibrium in cases.values() if isinstance(equilibrium, FeedbackEquilibrium)]
    return tuple(dict.fromkeys(name for equilibrium in dynamic for name in equilibrium.paths))


def _words(cases: Mapping[Labels, LiveEquilibrium]) -> dict[str, str]:
    """What is not a symbol of the model is named in words."""
    words: dict[str, str] = {}
    for equilibrium in cases.values():
        kind = "discounted payoff of" if isinstance(equilibrium, FeedbackEquilibrium) else "payoff of"
        words |= {player.name: f"{kind} {player.name.replace('_', ' ')}" for player in equilibrium.game.players}
        words |= {name: name.replace("_", " ") for name in equilibrium.game.report}
    return words


def _time(time: TimeRange | None, moving: bool) -> TimeRange | None:
    if time is None or not moving:
        if time is not None:
            raise DeclarationError("time= is for feedback equilibria of differential games; leave it out")
        return (0.0, 10.0) if moving else None
    start, end = (float(exact_number(value, "time")) for value in time)
    if not 0 <= start < end:
        raise DeclarationError(f"time = {time}: give two numbers that rise, from 0 on")
    return start, end


def _codes(code: Mapping[Any, str], cases: Mapping[Labels, LiveEquilibrium]) -> dict[Labels, str]:
    from lsec_models.live.python_code import code_of

    given = {labels if isinstance(labels, tuple) else (labels,): text for labels, text in code.items()}
    return {labels: given.get(labels) or code_of(equilibrium) for labels, equilibrium in cases.items()}


def _case_words(labels: Labels) -> str:
    return "the equilibrium " + " / ".join(map(repr, labels)) if labels else "the equilibrium"
