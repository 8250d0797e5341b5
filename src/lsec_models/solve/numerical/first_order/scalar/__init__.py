"""Newton's method by cascade, one point after the other: what is done elsewhere at many points at once.

These functions are written so that Numba compiles their text, and so that Python runs them as well. A state has all
unknowns of the first stage, of which those of a later stage are the last ones, and then all that is given. A block is a
stage and all later ones: where its unknowns begin in a state, where they end, how many of them its movers decide, and
how many are its movers' multipliers.
"""
