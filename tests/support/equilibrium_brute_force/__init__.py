"""Subgame-perfect equilibria in pure strategies by nested search in floating point: no algebra, no closed forms.

Later movers are answered by search: the last mover's decision is the best of its ends and of the points at which its
payoff is level; every mover before it is answered by a grid that is refined around the best points. What a subgame may
lead to is kept as a *set* of paths, since an indifferent mover may choose and simultaneous movers may have several
equilibria. Of the two words on a deviation, `gains` is the careful one: the deviation pays whichever of these paths is
then played. `gains_softly` supposes the favourable one: an indifferent mover favours the mover just before it, then
the one before that.

Nothing here is exact: a deviation that gains less than the tolerance is not seen, nor one between two grid points.
"""

from equilibrium_brute_force.findings import Approximate, Finding
from equilibrium_brute_force.nested_search import NestedSearch
from equilibrium_brute_force.questions import check_point, find, is_left_for, is_outdone, least_after
from equilibrium_brute_force.state import Search

__all__ = [
    "Approximate",
    "Finding",
    "NestedSearch",
    "Search",
    "check_point",
    "find",
    "is_left_for",
    "is_outdone",
    "least_after",
]
