"""Results for other programs and for papers: LaTeX tables and propositions, Wolfram Language, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from lsec_models.algebra.description import Described
from lsec_models.errors import DeclarationError, kind_of
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import Summary
from lsec_models.prove.results.signs import Comparison, SignTable
from lsec_models.prove.results.threshold import Threshold, Thresholds
from lsec_models.prove.results.verdicts import Verdict
from lsec_models.show.export.interchange.dataframe import dataframe_of
from lsec_models.show.export.interchange.json_text import json_of
from lsec_models.show.export.interchange.mathematica import mathematica_of
from lsec_models.show.export.latex.described import described_table
from lsec_models.show.export.latex.proposition import NEEDED, proposition_of, sentences_of
from lsec_models.show.export.latex.results import tables_of
from lsec_models.signature import explained

if TYPE_CHECKING:
    import pandas as pd

Exportable: TypeAlias = Result | Comparison | SignTable
Shown: TypeAlias = Exportable | Verdict | Threshold | Thresholds | Described


@explained
def to_latex(thing: Shown, *, name: str = "", label: str = "") -> str:
    r"""Return LaTeX for a paper: tables for booktabs, propositions with proofs, sentences.

    Parameters
    ----------
    thing : Result, Comparison, SignTable, Verdict, Threshold, Thresholds, or a declaration
        Any result of `solve`, at one point or for all parameters, a ranking or a sign table becomes tables; a game, its
        stages or its domain a table too. A verdict becomes a proposition with the proof that its certificate is, which
        is checked again; what is not proved becomes a remark. Thresholds become sentences.
    name : str
        The stem of a table's labels, ``\label{tab:name}``, of a-z, 0-9 and _; the kind of the result without it.
    label : str
        A proposition's label in full, such as ``prop:lead``.

    Returns
    -------
    str
        Of a result one table with the content; where there are conditions, a second one with them.

    Raises
    ------
    DeclarationError
        If it is none of these, the name cannot be a label's, or a label is given to what has none.
    CertificateError
        If a certificate does not verify.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> print(to_latex(led, name="monopoly"))
    % needs \usepackage{amsmath,booktabs}
    \begin{table}[htbp]
    \centering
    \caption{Equilibrium of monopolist, for all admissible parameters.}\label{tab:monopoly}
    \begin{tabular}{ll}
    \toprule
    quantity & in equilibrium \\
    \midrule
    $p$ & $\dfrac{a}{2 b}$ \\[2ex]
    payoff of monopolist & $\dfrac{a^{2}}{4 b}$ \\[2ex]
    \bottomrule
    \end{tabular}
    \end{table}
    <BLANKLINE>
    """
    if label and not isinstance(thing, Verdict):
        raise DeclarationError(f"label={label!r} is for propositions; a table has name='...', which gives tab:...")
    if isinstance(thing, Verdict):
        return f"{NEEDED}\n{proposition_of(thing, label or (name and f'prop:{name}'))}\n"
    if isinstance(thing, Threshold | Thresholds):
        return f"{sentences_of(thing)}\n"
    if isinstance(thing, Described):
        return described_table(thing.description(), name or type(thing).__name__.lower())
    return "\n".join(table.latex() for table in tables_of(_said(thing, "LaTeX"), name))


@explained
def to_mathematica(thing: Exportable) -> str:
    """Return one association of the Wolfram Language (version 10 or later), with a comment that explains its names.

    Quantities are rules, so that ``manufacturer /. result["quantities"]`` is a payoff; those of a piecewise
    equilibrium are ``Piecewise[...]``. What formulas share is defined once, by a ``With`` around the association, and
    is put in when it is read: all rules are in parameters alone. Names that the language does not allow, or has
    itself, are replaced; formulas are in lines of at most 100 columns.

    Parameters
    ----------
    thing : Result, Comparison or SignTable
        Any result of `solve`, at one point or for all parameters; a ranking; a sign table.

    Returns
    -------
    str
        ASCII text.

    Raises
    ------
    DeclarationError
        If it is none of these.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, beta_M = parameters("a beta_M", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - beta_M * p))]))
    >>> print(to_mathematica(led))
    (* Equilibrium of monopolist
       betaM stands for beta_M *)
    <|
      "kind" -> "equilibrium",
      "label" -> "monopolist",
      "declared" -> {a > 0, betaM > 0},
      "quantities" -> {
        p -> (1/2)*a/betaM,
        monopolist -> (1/4)*a^2/betaM
      },
      "conditions" -> {},
      "evidence" -> "exists: proved; optimal: proved; off the path: proved; bounds of others: proved; complete: proved"
    |>
    <BLANKLINE>
    """
    return mathematica_of(_said(thing, "Mathematica"))


@explained
def to_json(thing: Exportable) -> str:
    """Return JSON with exact formulas as text; its format: :mod:`lsec_models.show.export.interchange.json_text`.

    Parameters
    ----------
    thing : Result, Comparison or SignTable
        Any result of `solve`, at one point or for all parameters; a ranking; a sign table.

    Returns
    -------
    str
        The same text for the same content.

    Raises
    ------
    DeclarationError
        If it is none of these.

    Examples
    --------
    >>> import json
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> json.loads(to_json(led))["quantities"]["p"]
    {'role': 'decision', 'numerator': 'a', 'denominator': '2*b'}
    """
    return json_of(_said(thing, "JSON"))


@explained
def to_dataframe(thing: Shown) -> pd.DataFrame:
    """Return a pandas data frame with a row for each quantity; of a ranking or sign table, its own table.

    Parameters
    ----------
    thing : Result, Comparison, SignTable, Verdict, Threshold, Thresholds, or a declaration
        What `sweep` returns is an :class:`xarray.Dataset`, which has a method of this name.

    Returns
    -------
    pandas.DataFrame
        ``role``, ``quantity`` and ``value``, a SymPy expression; before these the regime, mode or solution that a row
        belongs to, where there are several. Of a verdict ``status`` and ``claim``, a row for each regime where it has
        some; of thresholds a row each; of a declaration its table.

    Raises
    ------
    DeclarationError
        If it is none of these.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> print(to_dataframe(led))
           role    quantity       value
    0  decision           p     a/(2*b)
    1    payoff  monopolist  a**2/(4*b)
    """
    if isinstance(thing, Verdict | Threshold | Thresholds | Described):
        return dataframe_of(thing)
    return dataframe_of(_said(thing, "a data frame"))


def _said(thing: Exportable, target: str) -> Summary | Comparison | SignTable:
    """Return what is written: of a result, its summary."""
    if isinstance(thing, Result):
        return thing.summary()
    if isinstance(thing, Comparison | SignTable):
        return thing
    raise DeclarationError(
        f"{kind_of(thing)} cannot be exported to {target}; export a result (what solve "
        "returns), a ranking (compare) or a sign table (comparative_statics)"
    )
