"""What gambles are worth, as seen in drawn worlds: to who is neutral to risk, with CARA, and by mean and variance.

What a gamble x is worth is the highest c + E u(x - c), with u(t) = t - r t^2/2 by mean and variance, at the mean c, and
u(t) = (1 - exp(-r t))/r with CARA, at the certainty equivalent [1]_. With some c from other worlds it is a mean over
worlds, of which confidence bounds are known, and little is missed.

With CARA payoffs are linear in what is normal. Where their risk is large, rare worlds decide the mean utility: there
they are valued by mean and variance, which is the same.

References
----------
.. [1] Ben-Tal, A. and Teboulle, M. (2007). An old-new concept of convex risk measures: the optimized certainty
   equivalent. *Mathematical Finance* 17(3), 449-476.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lsec_models.audits.chance.confidence import half_width
from lsec_models.evaluate.compiled import Floats
from lsec_models.games.static.chance.risk_aversion import CARA, MeanVariance, RiskAversion

_SLIGHT = 1.0


@dataclass(frozen=True)
class Valuation:
    """How a player values what it has in drawn worlds.

    Attributes
    ----------
    risk : RiskAversion or None
        At numbers; None of who is neutral to risk.
    """

    risk: RiskAversion | None

    @classmethod
    def of(cls, risk: RiskAversion | None, drawn: Floats) -> Valuation:
        """Return how a gamble of about this risk is valued, whose mean utility must be seen in so many worlds.

        Examples
        --------
        >>> from lsec_models import CARA
        >>> [str(Valuation.of(CARA(r), np.array([0.0, 2.0])).risk) for r in ("1/3", 3)]
        ['CARA(1/3)', 'MeanVariance(3)']
        """
        is_grave = isinstance(risk, CARA) and float(risk.aversion) * float(drawn.std()) > _SLIGHT / 2
        return cls(MeanVariance(risk.aversion) if risk is not None and is_grave else risk)

    @property
    def _aversion(self) -> float:
        return 0.0 if self.risk is None else float(self.risk.aversion)

    def worth(self, drawn: Floats) -> float:
        """Return what a gamble is worth if these worlds are all there are.

        Examples
        --------
        >>> from lsec_models import CARA, MeanVariance
        >>> gamble = np.array([0.0, 2.0])
        >>> [round(Valuation(risk).worth(gamble), 4) for risk in (None, MeanVariance(1), CARA(1))]
        [1.0, 0.5, 0.5662]
        """
        mean = float(drawn.mean())
        if isinstance(self.risk, CARA):
            with np.errstate(over="ignore"):
                return mean - float(np.log(np.mean(np.exp(-self._aversion * (drawn - mean))))) / self._aversion
        return mean - self._aversion * float(drawn.var()) / 2

    def anchor(self, drawn: Floats) -> float:
        """Return the best c in some worlds."""
        return self.worth(drawn) if isinstance(self.risk, CARA) else float(drawn.mean())

    def anchored(self, drawn: Floats, anchor: float) -> Floats:
        """Return c + u(x - c) in each world."""
        if self.risk is None:
            return drawn
        away = drawn - anchor
        if isinstance(self.risk, CARA):
            with np.errstate(over="ignore"):
                return np.asarray(anchor - np.expm1(-self._aversion * away) / self._aversion)
        return np.asarray(drawn - self._aversion * away**2 / 2)

    def reach(self, drawn: Floats, extremes: Floats | None, anchor: float) -> Floats | None:
        """Return c + u(x - c) in extreme worlds; None where no event is both rare and grave.

        With CARA payoffs are linear in what is normal. Where their risk is less than one over the aversion, their
        utility is a lognormal number whose mean over worlds is nearly normal.
        """
        is_slight = isinstance(self.risk, CARA) and self._aversion * float(drawn.std()) <= _SLIGHT
        return None if extremes is None or is_slight else self.anchored(extremes, anchor)

    def missed(self, drawn: Floats, extremes: Floats | None, anchor: float, error: float) -> tuple[float, float]:
        """Return between what bounds the worth of a gamble is more than the mean of c + u(x - c).

        Parameters
        ----------
        drawn, extremes : array
            The gamble in worlds from which the anchor does not stem, and in extreme ones.
        anchor : float
        error : float
            How likely it may be that a bound is wrong.
        """
        if self.risk is None:
            return 0.0, 0.0
        values = drawn
        if isinstance(self.risk, CARA):
            values, extremes = self.anchored(drawn, anchor), self.reach(drawn, extremes, anchor)
        away, width = float(values.mean()) - anchor, half_width(values, extremes, error)
        ends = [self._missed_at(away - width), self._missed_at(away + width)]
        return (0.0 if abs(away) <= width else min(ends)), max(ends)

    def _missed_at(self, away: float) -> float:
        """Return what is missed if the mean is so far away from the anchor; of CARA, the mean of c + u(x - c)."""
        if not isinstance(self.risk, CARA):
            return self._aversion * away**2 / 2
        scaled = self._aversion * away
        return float(-np.log1p(-scaled) / self._aversion - away) if scaled < 1 else float("inf")
