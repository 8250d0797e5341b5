"""What payoffs are worth before something random is known: neutral to risk, with CARA, or by mean and variance.

From the last draw to the first, each is integrated out. Of a mean that is the mean of means; of exponential utility
the certainty equivalent of certainty equivalents; of a variance the mean square is kept beside the mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from lsec_models.games.static.chance.random_symbol import Random
from lsec_models.games.static.chance.risk import worth_of_normal_risk
from lsec_models.games.static.chance.risk_aversion import CARA, MeanVariance, RiskAversion

Mean = Callable[[sp.Expr, Sequence[Random]], sp.Expr]


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What a payoff or a report is worth.

    Attributes
    ----------
    name : str
        Whose it is, or which.
    mean : sympy.Expr
        What is expected; with CARA the certainty equivalent.
    square : sympy.Expr, optional
        The mean square, where the variance counts.
    risk : RiskAversion, optional
        Without it, only the mean counts.
    """

    name: str
    mean: sp.Expr
    square: sp.Expr | None = None
    risk: RiskAversion | None = None

    @classmethod
    def of(cls, name: str, payoff: sp.Expr, risk: RiskAversion | None = None) -> Worth:
        """Return what a payoff is worth, nothing integrated yet.

        Examples
        --------
        >>> from lsec_models import decisions, random, uniform
        >>> from lsec_models.games.static.chance.expected_values.expectation import expected
        >>> q, x = decisions("q"), random("x", uniform(0, 6))
        >>> Worth.of("shop", q * x, MeanVariance(sp.Rational(1, 3))).averaged([x], expected).value
        -q**2/2 + 3*q
        """
        return cls(
            name=name, mean=payoff, square=payoff**2 if isinstance(risk, MeanVariance) and payoff else None, risk=risk
        )

    @property
    def value(self) -> sp.Expr:
        """What it is worth to its owner, with what is random in it as if it were known."""
        if self.square is None or self.risk is None:
            return self.mean
        return self.mean - self.risk.aversion * sp.expand(self.square - self.mean**2) / 2

    @property
    def is_in_worlds(self) -> bool:
        """Whether it is what is earned in each world, and nothing of its variance is integrated."""
        return self.square is None or self.square == self.mean**2

    def averaged(self, drawn: Sequence[Random], mean: Mean) -> Worth:
        """Return what it is worth before something is drawn.

        Raises
        ------
        DeclarationError
            If that is not integrated.
        """
        if not isinstance(self.risk, CARA):
            square = None if self.square is None else mean(self.square, drawn)
            return replace(self, mean=mean(self.mean, drawn), square=square)
        known = [symbol for symbol in drawn if symbol in self.mean.free_symbols]
        what = f"payoff of {self.name!r}, who shuns risk by {self.risk}"
        return replace(self, mean=worth_of_normal_risk(self.mean, known, self.risk.aversion, what)) if known else self

    def answered(self, decision: sp.Symbol, answer: Any) -> Worth:
        """Return it with an answer in place of a decision."""
        square = None if self.square is None else self.square.subs(decision, answer)
        return replace(self, mean=self.mean.subs(decision, answer), square=square)
