"""Surfaces: a quantity over two parameters, one surface for each equilibrium, which may cross."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsec_models.errors import DeclarationError
from lsec_models.evaluate.plan import STRUCTURE
from lsec_models.show.figures.layout.axis_words import axis_words, drawable
from lsec_models.show.figures.layout.style import OKABE_ITO, region_colour

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_LABEL_SIZE = 8.0
# In points: between numbers and a label, and for each further line of it.
_PAD, _LINE = 4.0, 6.0
_ELEVATION, _AZIMUTH = 24, -128


def draw_surfaces(axes: Axes, data: Any, quantity: str, *, x: str, y: str, words: Mapping[str, str]) -> None:
    """Draw a quantity of a sweep over two parameters; nothing where an equilibrium does not hold.

    All surfaces are one collection of small faces, so that they are hidden behind each other where they cross.

    Parameters
    ----------
    axes : matplotlib axes
        With ``projection="3d"``.
    data : xarray.Dataset
        A sweep.
    quantity, x, y : str
    words : mapping from str to str
        What to call parameters, the quantity and the equilibria.

    Raises
    ------
    DeclarationError
        If the axes are flat, or nothing holds on the grid.
    """
    import numpy as np
    from matplotlib.patches import Patch
    from mpl_toolkits.mplot3d.art3d import Poly3DCollection  # type: ignore[import-untyped]

    if axes.name != "3d":
        raise DeclarationError(
            "a sweep over two parameters is drawn as surfaces, and the axes are flat; leave ax= out, or give "
            "axes in three dimensions"
        )
    space: Any = axes
    dataset = data if STRUCTURE in data.dims else data.expand_dims({STRUCTURE: [""]})
    xs, ys = np.meshgrid(data[x].values, data[y].values, indexing="ij")
    faces: list[NDArray[np.float64]] = []
    colours: list[Any] = []
    edges: list[str] = []
    keys: list[Patch] = []
    for i, label in enumerate(dataset[STRUCTURE].values):
        zs = dataset[quantity].where(dataset["violated"] == -1).sel({STRUCTURE: label}).transpose(x, y).to_numpy()
        own = _faces(xs, ys, zs)
        faces += own
        colours += [region_colour(i)] * len(own)
        edges += [OKABE_ITO[i % len(OKABE_ITO)]] * len(own)
        if own and label:
            name = drawable(words.get(str(label), str(label).replace("_", " ")))
            keys.append(Patch(facecolor=colours[-1], edgecolor=edges[-1], label=name))
    if not faces:
        raise DeclarationError(f"nothing to draw: {quantity} exists nowhere on the grid; see data['violated'] for why")
    space.add_collection3d(Poly3DCollection(faces, facecolors=colours, edgecolors=edges, linewidths=0.25))
    corners = np.concatenate(faces)
    space.auto_scale_xyz(*corners.T)
    for name, write in ((x, space.set_xlabel), (y, space.set_ylabel), (quantity, space.set_zlabel)):
        label = axis_words(name, data[name].attrs, words)
        write(label, labelpad=_PAD + _LINE * label.count("\n"))
    if keys:
        space.legend(handles=keys, loc="upper left", fontsize=_LABEL_SIZE)
    space.view_init(elev=_ELEVATION, azim=_AZIMUTH)


def _faces(xs: NDArray[np.float64], ys: NDArray[np.float64], zs: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Return the cells of the grid all of whose corners exist, as quadrangles in space."""
    import numpy as np

    points = np.stack([xs, ys, zs], axis=-1)
    cells = np.stack([points[:-1, :-1], points[1:, :-1], points[1:, 1:], points[:-1, 1:]], axis=2).reshape(-1, 4, 3)
    return list(cells[np.isfinite(cells).all(axis=(1, 2))])
