"""Published linear-quadratic bilevel problems with continuous decisions, stated anew, with their best known values.

A name such as Bard1984a is mostly the one that BOLIB uses (Zhou, Zemkoho and Tin (2020), BOLIB: Bilevel Optimization
LIBrary of test problems, in Bilevel Optimization, Springer), a name such as b_1991_01 that of BASBLib (Paulavicius and
Adjiman (2019), BASBLib: a library of bilevel test problems). Whatever a problem is called, its source is the first
paper that states it, as far as these collections know; the numbers are those of the collections. Both players minimise,
and of several best replies the follower takes the one that the leader prefers (the optimistic problem).

Numbers are as published: a Fraction is exact, a float is rounded to the digits that it shows.
"""

from __future__ import annotations

from bilevel.linear_since_1991 import LINEAR_SINCE_1991
from bilevel.linear_until_1990 import LINEAR_UNTIL_1990
from bilevel.quadratic_1991_to_2000 import QUADRATIC_1991_TO_2000
from bilevel.quadratic_since_2001 import QUADRATIC_SINCE_2001
from bilevel.quadratic_until_1990 import QUADRATIC_UNTIL_1990

PROBLEMS = (
    *LINEAR_UNTIL_1990,
    *LINEAR_SINCE_1991,
    *QUADRATIC_UNTIL_1990,
    *QUADRATIC_1991_TO_2000,
    *QUADRATIC_SINCE_2001,
)
