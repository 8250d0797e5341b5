"""What the claims of a ledger speak of: parameters, equilibria by identifier, and their quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import sympy as sp

from lsec_models.algebra.domains.symbols import declared_sign
from lsec_models.errors import PaperError
from lsec_models.games.choice.declaration import mode_label
from lsec_models.games.choice.equilibrium import ChoiceEquilibrium
from lsec_models.games.evolutionary.rest_points import RestPoints
from lsec_models.games.static.results.piecewise import PiecewiseEquilibrium
from lsec_models.papers.folder.paper import Paper


def identifier(label: str) -> str:
    """Return the name by which claims refer to an equilibrium.

    Examples
    --------
    >>> identifier("M > S = P"), identifier("integrated chain")
    ('M_SP', 'integrated_chain')
    """
    return re.sub(r"\W+", "_", re.sub(r"\s*=\s*", "", re.sub(r"\s*>\s*", "_", label)))


def named_equilibria(paper: Paper, solved: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return equilibria by identifier; of a choice among modes, the equilibrium of each as ``choice_mode``.

    Raises
    ------
    PaperError
        If two have one name.
    """
    found: dict[str, Any] = {}
    for label, equilibrium in (pair for pairs in map(_modes, solved, solved.values()) for pair in pairs):
        name = identifier(label)
        if name in found:
            raise PaperError(f"{paper.folder}/model.py: two equilibria are called {name} in claims; rename {label!r}")
        found[name] = equilibrium
    return found


def _modes(label: str, equilibrium: Any) -> Iterator[tuple[str, Any]]:
    """Yield an equilibrium, or those of the modes of a choice, of which some may have none."""
    if not isinstance(equilibrium, ChoiceEquilibrium):
        yield label, equilibrium
        return
    for mode, found in equilibrium.modes.items():
        if found.solved is not None:
            yield from _modes(f"{label} {mode_label(mode)}", found.solved)


class Symbols(Mapping[str, sp.Expr]):
    """Parameters by name, and quantities as ``equilibrium.quantity``; converted when they are asked for.

    A name means the parameter of the equilibria that a claim speaks of, or else that of all others. Parameters of one
    name that are declared with other signs are different ones, and a name that could mean several is refused.

    A quantity that differs by regime is a symbol while a claim is read, since SymPy would distribute what surrounds it
    over the regimes; :meth:`inserted` puts it in.
    """

    def __init__(self, equilibria: Mapping[str, Any], *texts: str) -> None:
        """Take equilibria by identifier, and the texts of a claim, in which those stand that it speaks of."""
        self._equilibria = equilibria
        words = {word for text in texts for word in re.findall(r"\w+", text)}
        named = {label: found for label, found in equilibria.items() if label in words}
        self._parameters = {**_parameters(equilibria), **_parameters(named)}
        self._by_regime: dict[str, tuple[sp.Dummy, sp.Expr]] = {}

    def inserted(self, claim: Any) -> Any:
        """Return what was read with the quantities that differ by regime."""
        return claim.xreplace(dict(self._by_regime.values()))

    def __getitem__(self, name: str) -> sp.Expr:
        if name in self._parameters:
            return _only(name, self._parameters[name])
        label, _, quantity = name.partition(".")
        found = self._equilibria.get(label)
        if found is None or quantity not in _quantities(found):
            raise KeyError(name)
        if isinstance(found, RestPoints):
            return _at_rest(found)[quantity]
        if not isinstance(found, PiecewiseEquilibrium):
            return found[quantity]
        if name not in self._by_regime:
            self._by_regime[name] = sp.Dummy(quantity, real=True), found[quantity]
        return self._by_regime[name][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @cached_property
    def _names(self) -> list[str]:
        of_equilibria = (f"{label}.{name}" for label, found in self._equilibria.items() for name in _quantities(found))
        return [*self._parameters, *of_equilibria]


def _parameters(equilibria: Mapping[str, Any]) -> dict[str, dict[sp.Symbol, str]]:
    """Return by name the parameters that it may mean, each with an equilibrium that has it."""
    found: dict[str, dict[sp.Symbol, str]] = {}
    for label, equilibrium in equilibria.items():
        for symbol in equilibrium.ring.symbols:
            found.setdefault(symbol.name, {}).setdefault(symbol, label)
    return found


def _only(name: str, meant: Mapping[sp.Symbol, str]) -> sp.Symbol:
    if len(meant) > 1:
        where = ", ".join(f"{declared_sign(symbol)} in {label}" for symbol, label in meant.items())
        raise PaperError(f"{name!r} could mean several parameters: {where}; rename it in one of these models")
    return next(iter(meant))


def _at_rest(found: RestPoints) -> Mapping[str, sp.Expr]:
    """Return the quantities of rest points: shares, payoffs, and what a switch to another strategy would gain.

    Of the rest point ``low / low`` of buyers and sellers they are called ``low_low_share_buyers_high``,
    ``low_low_payoff_buyers`` and ``low_low_to_buyers_high``.
    """
    quantities: dict[str, sp.Expr] = {}
    for point in found.points:
        for kind, values in (("share", point.shares), ("payoff", point.payoffs), ("to", point.eigenvalues)):
            for name, value in values.items():
                quantities[f"{identifier(point.name)}_{kind}_{identifier(name)}"] = value
    return quantities


def _quantities(found: Any) -> tuple[str, ...]:
    if isinstance(found, RestPoints):
        return tuple(_at_rest(found))
    return found.common_names if isinstance(found, PiecewiseEquilibrium) else found.names
