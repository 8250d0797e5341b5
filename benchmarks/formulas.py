"""How long the closed forms of the catalogue are, as they are and as they print with names for shared factors.

Where there are several answers, as rest points or ways to agree, the formulas of all of them count.
"""

from __future__ import annotations

from lsec_models import load, solve
from lsec_models.models import CATALOGUE


def main() -> None:
    """Print one row for each model: its longest formula and all of them, in characters, what names mean counted too."""
    print(f"{'model':<28}{'longest':>10}{'printed':>10}{'all':>10}{'printed':>10}")
    for model in CATALOGUE:
        said = solve(load(model)).summary()
        quantities = [one for part in (said, *said.branches) for one in part.quantities]
        whole = [len(str(quantity.value)) for quantity in quantities]
        read = [len(str(quantity.readable)) for quantity in quantities]
        read += [len(str(factor)) for factor in said.factors]
        print(f"{model:<28}{max(whole):>10}{max(read):>10}{sum(whole):>10}{sum(read):>10}")


if __name__ == "__main__":
    main()
