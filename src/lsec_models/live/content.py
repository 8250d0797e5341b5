"""What a live page holds: its cases, sliders and words, and its closed forms as JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from lsec_models.live.kernel import LiveEquilibrium, PageKernel
from lsec_models.live.slider import Slider

Labels: TypeAlias = tuple[str, ...]
TimeRange: TypeAlias = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class ModeChoice:
    """Who picks the label of a switch, shown as a table of all labels side by side.

    Attributes
    ----------
    switch : str
        The switch whose labels can be picked.
    by : str
        The player who picks the label with its highest payoff.
    accepts : mapping from label to mapping from player to number or slider
        The least payoff for which a player takes part; without an entry the player always does.
    """

    switch: str
    by: str
    accepts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, repr=False)
class Content:
    """What an interactive page holds.

    Attributes
    ----------
    title : str
        What stands above the page.
    note : str
        A sentence or two below the title.
    switches : mapping from str to tuple of str
        The labels of each switch.
    equilibria : mapping from labels to equilibrium
        The cases, each under one label of every switch.
    fixed : mapping from labels to mapping from str to Fraction
        In each case, the parameters that have no slider.
    sliders : tuple of Slider
    moves : mapping from (switch, label) to mapping from str to Fraction
        Where sliders go when a label is picked.
    words : mapping from str to str
        What quantities are called.
    start : labels
        The case shown at first.
    compare : tuple of labels
        The cases drawn beside it at first.
    plot : str
        What is drawn at first.
    over : str
        The slider over which it is drawn.
    time : (number, number) or None
        The time over which paths are drawn.
    choice : ModeChoice or None
    code : mapping from labels to str
        Python that makes the equilibrium of each case, by the name ``equilibrium``.
    """

    title: str
    note: str
    switches: Mapping[str, Labels]
    equilibria: Mapping[Labels, LiveEquilibrium]
    fixed: Mapping[Labels, Mapping[str, Fraction]]
    sliders: tuple[Slider, ...]
    moves: Mapping[tuple[str, str], Mapping[str, Fraction]]
    words: Mapping[str, str]
    start: Labels
    compare: tuple[Labels, ...]
    plot: str
    over: str
    time: TimeRange | None
    choice: ModeChoice | None
    code: Mapping[Labels, str]

    @cached_property
    def kernel(self) -> PageKernel:
        """The equilibria as JavaScript."""
        kernel = PageKernel(sliders=tuple(slider.name for slider in self.sliders))
        for labels, equilibrium in self.equilibria.items():
            kernel.add(equilibrium, self.fixed[labels])
        return kernel
