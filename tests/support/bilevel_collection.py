"""Published linear-quadratic bilevel problems with continuous decisions, stated anew, with their best known values.

A name such as Bard1984a is mostly the one that BOLIB uses (Zhou, Zemkoho and Tin (2020), BOLIB: Bilevel Optimization
LIBrary of test problems, in Bilevel Optimization, Springer), a name such as b_1991_01 that of BASBLib (Paulavicius and
Adjiman (2019), BASBLib: a library of bilevel test problems). Whatever a problem is called, its source is the first
paper that states it, as far as these collections know; the numbers are those of the collections. Both players minimise,
and of several best replies the follower takes the one that the leader prefers (the optimistic problem).

Numbers are as published: a Fraction is exact, a float is rounded to the digits that it shows.
"""

from __future__ import annotations

from linear_bilevel_problems import LINEAR
from quadratic_bilevel_problems import QUADRATIC

PROBLEMS = LINEAR + QUADRATIC
