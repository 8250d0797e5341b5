"""The appendix of a paper: the model, its equilibrium, where it holds, propositions and their proofs, in one piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsec_models.algebra.description import Described
from lsec_models.errors import DeclarationError, described, kind_of
from lsec_models.files import is_stem
from lsec_models.games.result import Result
from lsec_models.games.summary.summary import Summary
from lsec_models.prove.results.threshold import Threshold, Thresholds
from lsec_models.prove.results.verdicts import Verdict
from lsec_models.show.export.formulas import text_to_latex
from lsec_models.show.export.latex.described import described_table, ranges_of
from lsec_models.show.export.latex.proposition import NEEDED, proposition_of, sentences_of
from lsec_models.show.export.latex.results import tables_of
from lsec_models.signature import explained

_PACKAGES = r"% needs \usepackage{booktabs,longtable}"


@explained
def appendix(
    results: Result | Mapping[str, Result],
    *,
    propositions: Mapping[str, Verdict] | None = None,
    thresholds: Mapping[str, Threshold | Thresholds] | None = None,
    title: str = "Equilibria and proofs",
) -> str:
    r"""Return the appendix of a paper as LaTeX: models, equilibria, conditions, thresholds, propositions with proofs.

    1. Of each result: the game (players, decisions, payoffs, order, assumptions, signs), its quantities with named
       denominators, where it holds, and how far that is established.
    2. Thresholds as sentences.
    3. Each verdict as a proposition whose proof is its certificate, which is checked again; what is not proved becomes
       a remark that says what is known.

    Parameters
    ----------
    results : Result, or mapping from name to Result
        Names, of a-z, 0-9 and _, make the labels: ``tab:NAME_game``, ``tab:NAME``, ``tab:NAME_where``.
    propositions : mapping from name to Verdict, optional
        The label is ``prop:NAME``.
    thresholds : mapping from words to Threshold or Thresholds, optional
        The words say what turns its sign.
    title : str
        The section's.

    Returns
    -------
    str
        LaTeX, from ``\section`` on; comments say which packages it needs.

    Raises
    ------
    DeclarationError
        If something is not a result, verdict or threshold, or a name cannot be a label's.
    CertificateError
        If a certificate does not verify.

    Examples
    --------
    >>> from lsec_models import Game, Player, decisions, parameters, prove, solve
    >>> a, b = parameters("a b", positive=True)
    >>> p = decisions("p")
    >>> led = solve(Game(players=[Player("monopolist", decides=[p], payoff=p * (a - b * p))]))
    >>> text = appendix({"monopoly": led}, propositions={"price": prove(led["p"] < a / b, given=led)})
    >>> [line for line in text.splitlines() if "section" in line]
    ['\\section{Equilibria and proofs}', '\\subsection{monopolist}', '\\subsection{Propositions}']
    >>> r"\label{prop:price}" in text
    True
    """
    named = {"equilibrium": results} if isinstance(results, Result) else results
    _check(named, Result, "a result of solve")
    _check(propositions or {}, Verdict, "a verdict of prove", "propositions=")
    for words, found in (thresholds or {}).items():
        if not isinstance(found, Threshold | Thresholds):
            raise DeclarationError(f"appendix: {words!r} is {kind_of(found)}; give what thresholds returns")
    parts = [NEEDED, _PACKAGES, r"\begingroup\allowdisplaybreaks\sloppy", rf"\section{{{text_to_latex(title)}}}"]
    for name, result in named.items():
        parts += _of_result(name, result)
    if thresholds:
        parts += [r"\subsection{Thresholds}"]
        parts += [f"{text_to_latex(words)}: {sentences_of(found)}\n" for words, found in thresholds.items()]
    if propositions:
        parts += [r"\subsection{Propositions}"]
        parts += [proposition_of(verdict, f"prop:{name}") + "\n" for name, verdict in propositions.items()]
    return "\n".join([*parts, r"\endgroup"])


def _of_result(name: str, result: Result) -> Iterator[str]:
    yield rf"\subsection{{{text_to_latex(result.label)}}}"
    declared = getattr(result, "game", None) or getattr(result, "choice", None)
    if isinstance(declared, Described):
        declaration = declared.description()
        yield described_table(declaration, f"{name}_game", floats=False)
        yield f"{ranges_of(declaration)}\n"
    said: Summary = result.summary()
    tables = tables_of(said, name)
    yield from (table.latex(floats=False) for table in tables)
    if not any(said.evidence.line() in table.caption for table in tables):
        yield f"How far this is established: {text_to_latex(said.evidence.line())}.\n"


def _check(named: object, kind: type, words: str, argument: str = "") -> None:
    if not isinstance(named, Mapping):
        given = f"{argument}{described(named)}"
        raise DeclarationError(f"appendix: {given}, which is not a mapping; write {argument}{{'name': ...}}")
    for name, value in named.items():
        if not isinstance(value, kind):
            raise DeclarationError(f"appendix: {name!r} is {kind_of(value)}, not {words}")
        if not (isinstance(name, str) and is_stem(name) and name.replace("_", "").isalnum() and name == name.lower()):
            raise DeclarationError(f"appendix: {name!r} cannot be a label; write names of a-z, 0-9 and _")
