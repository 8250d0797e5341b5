"""The gallery: every model of the catalogue, its picture and its answer in one line, both computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from lsec_models.algebra.decomposition.line_map import LineMap
from lsec_models.algebra.numbers.real_roots import RealRoot
from lsec_models.book.markdown import block, code, escaped, prose
from lsec_models.evaluate.closed_forms.closed_forms import Swept
from lsec_models.games.evolutionary.game import EvolutionaryGame
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.live.words import greek
from lsec_models.models import CATALOGUE, Headline, Model, StabilityHeadline, load
from lsec_models.models.notation import short_meanings
from lsec_models.show.figures.curves.crossings import leaders
from lsec_models.show.figures.layout.save import rendered
from lsec_models.show.figures.layout.style import styled
from lsec_models.show.figures.plot import plot
from lsec_models.solve import solve

CHAPTERS: Mapping[str, str] = {
    "power_structures": "power_structures",
    "channel_choice": "channel_strategy",
    "dynamic_quality": "dynamic_quality",
    "inventory": "inventory",
    "regulation": "regulation",
    "streamer_training": "streamer_training",
    "promotion": "promotion",
    "content": "content",
    "live_pricing": "live_pricing",
    "after_sales": "after_sales",
    "customer_relationship": "customer_relationship",
    "consumer_demand": "consumer_demand",
    "partnership": "partnership",
    "information_sharing": "information_sharing",
    "product_selection": "product_selection",
    "logistics": "logistics",
    "technology": "technology",
    "business_model": "business_model",
    "levers": "mechanisms_together",
    "exclusivity": "mechanisms_together",
}
"""The chapter that tells the story of the models of a module."""

_INTRODUCTION = """\
Every model of the catalogue with one picture and one answer. Pictures and answers are computed when the book is built,
at the baseline of each model; the dotted lines are exact. Where curves are candidates only, the answer says so.
`load(...)` takes the options that stand below each picture."""
_MECHANISMS = """\
The models of the mechanisms that surveys of the field name, one picture and one answer each; how they are to be read,
and the other models, stand in [the gallery](gallery.md)."""
_SIZE = (6.4, 3.3)


@dataclass(frozen=True, kw_only=True)
class _OfModel:
    """What is shown of a model, whatever its picture."""

    model: Model

    @property
    def module(self) -> str:
        """The module that declares the model."""
        return self.model.module

    @property
    def is_mechanism(self) -> bool:
        """Whether the model is declared among the survey's mechanisms."""
        return self.model.build.__module__.split(".")[-2] == "mechanisms"


@dataclass(frozen=True, kw_only=True)
class Shown(_OfModel):
    """What the gallery shows of a model.

    Attributes
    ----------
    model : Model
    """

    @property
    def headline(self) -> Headline:
        """What is compared."""
        assert isinstance(self.model.headline, Headline), "populations are shown by ShownPopulations"
        return self.model.headline

    @cached_property
    def solved(self) -> Mapping[str, Swept]:
        """The equilibria that are compared, by the words for their curves."""
        games = {words: load(name, **options) for words, (name, options) in self.headline.games.items()}
        return {words: _swept(solve(game)) for words, game in games.items()}

    @cached_property
    def at(self) -> Mapping[str, Fraction]:
        """The baseline, without the parameter that moves; a stock that the baseline leaves out begins at zero."""
        moving = self.headline.over[0]
        names = {name: None for found in self.solved.values() for name in found.ring.names if name != moving}
        return {name: self.model.baseline.get(name, Fraction(0)) for name in names}

    @cached_property
    def leaders(self) -> LineMap[tuple[str, ...]]:
        """Which of them has most of the quantity, piece by piece."""
        parameter, low, high = self.headline.over
        return leaders(self.solved, self.headline.quantity, parameter, at=self.at, between=(low, high))

    @property
    def drawn(self) -> str:
        """What the picture is, for those who cannot see it."""
        return f"Curves over {greek(self.headline.over[0])}, one for each way to play."

    def answer(self) -> str:
        """Return who has most of the quantity where, and what that rests on, as one line of text."""
        parameter, low, high = self.headline.over
        pieces = self.leaders.pieces
        symbol = greek(parameter)
        names = ["under " + " and ".join(f"“{words}”" for words in piece.label) for piece in pieces]
        ends = [f" for {symbol} from {_short(piece.low)} to {_short(piece.high)}" for piece in pieces]
        if len(pieces) == 1:
            ends = [f" for every {symbol} between {low} and {high}"]
        caveats = [words for words, found in self.solved.items() if found.evidence.caveat()]
        rests = (
            f" Candidates, not established as equilibria: {', '.join(f'“{w}”' for w in caveats)}." if caveats else ""
        )
        where = ", ".join(name + end for name, end in zip(names, ends, strict=True))
        return f"At the baseline, {self._quantity} is highest {where}.{rests}"

    def picture(self) -> bytes:
        """Return the curves as SVG."""
        from matplotlib.figure import Figure

        parameter, low, high = self.headline.over
        with styled():
            figure = Figure(figsize=_SIZE, layout="constrained")
            over = {parameter: (low, high)}
            plot(self.solved, self.headline.quantity, over=over, at=self.at, ax=figure.subplots())
            return rendered(figure, "svg")["svg"]

    @property
    def _quantity(self) -> str:
        quantity = self.headline.quantity
        players = {player.name for found in self.solved.values() for player in found.game.players}
        return f"the payoff of the {quantity}" if quantity in players else short_meanings(self.module)[quantity].words


@dataclass(frozen=True, kw_only=True)
class ShownPopulations(_OfModel):
    """What the gallery shows of a model of populations.

    Attributes
    ----------
    model : Model
    """

    @cached_property
    def solved(self) -> RestPoints:
        """All rest points, for all parameters."""
        game = self.model.build()
        assert isinstance(game, EvolutionaryGame), "curves are shown by Shown"
        return solve(game)

    @property
    def drawn(self) -> str:
        """What the picture is, for those who cannot see it."""
        first, second = self._over
        return f"Map over {greek(first)} and {greek(second)} of what is stable."

    def answer(self) -> str:
        """Return what is stable where along the first parameter, as one line of text."""
        first, _ = self._over
        along = self.solved.along(first, at=self._at(first), over=self._over[first])
        pieces = [
            f"{piece.label} for {greek(first)} from {_short(piece.low)} to {_short(piece.high)}"
            for piece in along.pieces
        ]
        return f"At the baseline, by what is stable: {', '.join(pieces)}."

    def picture(self) -> bytes:
        """Return the map as SVG."""
        from matplotlib.figure import Figure

        first, second = self._over
        with styled():
            figure = Figure(figsize=_SIZE, layout="constrained")
            regions = self.solved.regions(first, second, at=self._at(first, second), over=dict(self._over))
            plot(regions, ax=figure.subplots())
            return rendered(figure, "svg")["svg"]

    @property
    def _over(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        assert isinstance(self.model.headline, StabilityHeadline), "curves are shown by Shown"
        return self.model.headline.over

    def _at(self, *moving: str) -> dict[str, Fraction]:
        """Return the baseline, without the parameters that move."""
        return {name: self.model.baseline[name] for name in self.solved.ring.names if name not in moving}


def gallery_pages() -> dict[str, str]:
    """Return the gallery, as Markdown, and its pictures, as SVG, by path.

    Returns
    -------
    dict from str to str
        ``gallery.md``, ``gallery_mechanisms.md`` and ``figures/gallery/MODEL.svg``.
    """
    shown = [shown_model(model) for model in CATALOGUE.values()]
    mechanisms = [one for one in shown if one.is_mechanism]
    listed = ", ".join(f"[{_words(one)}](#{_anchor(one)})" for one in mechanisms)
    elsewhere = f"On [a page of their own](gallery_mechanisms.md), the survey's mechanisms: {listed}."
    others = (part for one in shown if not one.is_mechanism for part in _section(one))
    pages = {
        "gallery.md": ["# Gallery of models", _INTRODUCTION, elsewhere, *others],
        "gallery_mechanisms.md": [
            "# Gallery of the survey's mechanisms",
            _MECHANISMS,
            *(part for one in mechanisms for part in _section(one)),
        ],
    }
    pictures = {_path(one.model): one.picture().decode() for one in shown}
    return {page: "\n\n".join(parts) + "\n" for page, parts in pages.items()} | pictures


def shown_model(model: Model) -> Shown | ShownPopulations:
    """Return what the gallery shows of a model: curves, or a map of what is stable."""
    return ShownPopulations(model=model) if isinstance(model.headline, StabilityHeadline) else Shown(model=model)


def _section(shown: Shown | ShownPopulations) -> list[str]:
    model, chapter = shown.model, CHAPTERS[shown.module]
    answer = prose(shown.answer())
    words = f"{shown.drawn} {shown.answer()}"
    figure = block(f"{{figure}} {_path(model)}", answer, {"alt": words, "width": "100%"})
    options = ", ".join(code(option) for option in model.options)
    reading = f"{code(f'load({model.name!r})')}, with the options {options}. The story: []({chapter}.md)."
    return [f"({_anchor(shown)})=\n## {_words(shown)}", f"**{prose(model.question)}**", figure, reading]


def _words(shown: Shown | ShownPopulations) -> str:
    return escaped(shown.model.name.replace("_", " "))


def _anchor(shown: Shown | ShownPopulations) -> str:
    return f"gallery-{shown.model.name}"


def _path(model: Model) -> str:
    return f"figures/gallery/{model.name}.svg"


def _short(end: RealRoot) -> str:
    """Return a number exactly if it is a fraction, else rounded."""
    return str(end.expression()) if end.minimal.degree() == 1 else f"{float(end):.4g}"


def _swept(found: Any) -> Swept:
    assert isinstance(found, Swept), "headlines compare closed forms"
    return found
