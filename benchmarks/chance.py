"""Newsvendor chains, games with signals and with types against numbers: how often is what is stated wrong?

300 random chains (contracts, effort, price, a second order; uniform and discrete demand) against grids of decisions,
300 random linear-quadratic Gaussian games against best replies that follow one another until strategies settle, 100 of
them again in which the first decision reveals a signal, 100 menus for two types against all that may bind and against
grids, and 100 signalling games against grids of signals and beliefs. Nothing of it shares code with the solver. Returns
1 if anything stated is wrong::

    python benchmarks/chance.py [CHAINS=300] [GAMES=300] [FIRST_SEED=0] [REVEALING=100] [MENUS=100] [SIGNALLING=100]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from families.gaussian import random_gaussian_game, random_revealing_game
from families.menus import random_menu
from families.newsvendor_chains import random_chain
from families.signalling import random_signalling_game
from lsec_models import solve
from lsec_models.errors import LsecError

# Grids of decisions are coarse, and means over draws are sums.
_TOLERANCE = 2e-3
_EXACT = 1e-8


def chain(seed: int) -> str:
    """Return whether what is stated of a random chain is right."""
    drawn = random_chain(seed)
    found = solve(drawn.game, at={})
    if found.status != "found":
        return f"chain, {drawn.kind}: {found.status}"
    wrong = max(drawn.largest_error(one) for one in (*found, *found.examples()))
    said = "right" if wrong < _TOLERANCE else f"WRONG by {wrong:.2g}, seed {seed}"
    return f"chain, {drawn.kind}: {said}"


def signals(seed: int) -> str:
    """Return whether what is stated of a random game with signals is right."""
    drawn = random_gaussian_game(seed)
    kind = f"signals, {len(drawn.game.stages)} stage(s), {len(drawn.game.players)} players"
    try:
        wrong = drawn.largest_error(solve(drawn.game, at={}), seed)
    except LsecError as refusal:
        return f"{kind}: refused, {type(refusal).__name__}"
    return f"{kind}: right" if wrong < _EXACT else f"{kind}: WRONG by {wrong:.2g}, seed {seed}"


def revealing(seed: int) -> str:
    """Return whether what is stated of a random game is right whose first decision reveals a signal."""
    drawn = random_revealing_game(seed)
    kind = f"revealing, {len(drawn.game.players)} players"
    try:
        wrong = drawn.largest_error_where_revealed(solve(drawn.game, at={}), seed)
    except LsecError as refusal:
        return f"{kind}: refused, {type(refusal).__name__}"
    return f"{kind}: right" if wrong < _EXACT else f"{kind}: WRONG by {wrong:.2g}, seed {seed}"


def menu(seed: int) -> str:
    """Return whether what is stated of a random menu is right."""
    drawn = random_menu(seed)
    found = solve(drawn.game, at={})
    if found.status != "found":
        return f"menu: {found.status}"
    wrong = max(drawn.largest_error(one) for one in (*found, *found.examples()))
    return "menu: right" if wrong < _EXACT else f"menu: WRONG by {wrong:.2g}, seed {seed}"


def signalling(seed: int) -> str:
    """Return whether what is stated of a random signalling game is right."""
    drawn = random_signalling_game(seed)
    found = solve(drawn.game, at={})
    if found.status == "open":
        return f"signalling, {drawn.kind}: open"
    wrong = drawn.mistakes(found)
    said = f"WRONG, {wrong[0]}, seed {seed}" if wrong else "right"
    return f"signalling, {drawn.kind}: {said}"


def main() -> int:
    given = list(map(int, sys.argv[1:]))
    chains, games, first, *more = (*given, *(300, 300, 0, 100, 100, 100)[len(given) :])
    console, counts = Console(soft_wrap=True), Counter[str]()
    todo: list[tuple[str, Callable[[int], str], int]] = [("chains", chain, chains), ("signals", signals, games)]
    names = {"revealing": revealing, "menus": menu, "signalling": signalling}
    todo += [(name, compared, number) for (name, compared), number in zip(names.items(), more, strict=True)]
    for name, compared, number in todo:
        for seed in track(range(first, first + number), description=name, console=console):
            said = compared(seed)
            counts[said] += 1
            if "WRONG" in said:
                console.print(said, markup=False, highlight=False)
    for said, count in sorted(counts.items()):
        console.print(f"{count:5}  {said}", highlight=False)
    return 1 if any("WRONG" in said for said in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
