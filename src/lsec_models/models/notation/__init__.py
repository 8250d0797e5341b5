"""What every symbol of the models means: one meaning for the whole package, wherever that is possible.

Units. A *price* is money for one unit of the product, *demand* is units of the product in a period. A period is a
season in the static models, a year in :mod:`lsec_models.models.over_time.dynamic_quality` and a month in
:mod:`lsec_models.models.over_time.fame`. Quality, effort, traffic and goodwill are measured in units of their own; a
pure number has the unit 1.
"""

from __future__ import annotations

from lsec_models.models.notation.lookup import PECULIAR, meaning, short_meanings
from lsec_models.models.notation.shared import SHARED

__all__ = ["PECULIAR", "SHARED", "meaning", "short_meanings"]
