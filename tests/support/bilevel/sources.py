"""What bilevel problems of both kinds have in common: who stated them, and where; the constraints of a follower."""

from __future__ import annotations

BARD_1991 = "Bard, Some properties of the bilevel programming problem, J. Optimization Theory and Applications 68"
BARD_1998 = "Bard, Practical Bilevel Optimization, Kluwer"
CLARK_1990 = "Clark and Westerberg, Bilevel programming for steady-state chemical process design, Comput. Chem. Eng. 14"
DEMPE_2002 = "Dempe, Foundations of Bilevel Programming, Kluwer"
DEMPE_2015 = "Dempe, Kalashnikov, Perez-Valdes and Kalashnykova, Bilevel Programming Problems, Springer"
FLOUDAS = "Floudas, Pardalos et al., Handbook of Test Problems in Local and Global Optimization, Kluwer"
GARCIA = "Dias Garcia, Bodin and Street, BilevelJuMP.jl: Modeling and solving bilevel optimization in Julia"
CANDLER_FOLLOWER = (
    "y2 + y3 - y1 <= 1",
    "2*x1 - y1 + 2*y2 - y3/2 <= 1",
    "2*x2 + 2*y1 - y2 - y3/2 <= 1",
)
