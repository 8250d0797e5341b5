"""What a symbol means in the models of a module."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lsec_models.errors import UnknownName, nearest
from lsec_models.games.meaning import Meaning
from lsec_models.models.notation.channels import CHANNELS
from lsec_models.models.notation.mechanisms import MECHANISMS
from lsec_models.models.notation.over_time import OVER_TIME
from lsec_models.models.notation.shared import SHARED

PECULIAR: Mapping[str, Mapping[str, Meaning]] = MappingProxyType({**CHANNELS, **OVER_TIME, **MECHANISMS})


def meaning(symbol: str, module: str) -> Meaning:
    """Return what a symbol means in the models of a module.

    Parameters
    ----------
    symbol : str
        The name of a parameter, decision, state or reported quantity.
    module : str
        Such as ``"channel_choice"``.

    Raises
    ------
    UnknownName
        If the symbol has no entry; names the nearest.

    Examples
    --------
    >>> meaning("G", "dynamic_quality").words, meaning("G", "channel_choice").unit
    ('goodwill', 'money/period')
    """
    own = PECULIAR.get(module, {})
    if symbol in own:
        return own[symbol]
    if symbol not in SHARED:
        raise UnknownName(f"no meaning of {symbol!r} in {module!r}; {nearest(symbol, {*SHARED, *own})}")
    return SHARED[symbol]


def short_meanings(module: str) -> Mapping[str, Meaning]:
    """Return what the symbols of a module's models mean in a few words, for the axes of figures.

    Examples
    --------
    >>> short_meanings("channel_choice")["lambda"]
    Meaning(words='commission rate', unit='1')
    """
    known = {**SHARED, **PECULIAR.get(module, {})}
    short = {name: said.words.partition(":")[0].partition(";")[0] for name, said in known.items()}
    return MappingProxyType({name: Meaning(words, known[name].unit) for name, words in short.items()})
