"""What a symbol means in the models of a module."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lsec_models.errors import UnknownName, nearest
from lsec_models.models.notation.channels import CHANNELS
from lsec_models.models.notation.mechanisms import MECHANISMS
from lsec_models.models.notation.over_time import OVER_TIME
from lsec_models.models.notation.shared import SHARED
from lsec_models.models.notation.symbol_meaning import Meaning

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


def short_words(module: str) -> Mapping[str, str]:
    """Return what the symbols of a module's models are called in a few words, for the axes of figures.

    Examples
    --------
    >>> short_words("channel_choice")["lambda"]
    'commission rate'
    """
    known = {**SHARED, **PECULIAR.get(module, {})}
    return MappingProxyType({name: said.words.partition(":")[0].partition(";")[0] for name, said in known.items()})
