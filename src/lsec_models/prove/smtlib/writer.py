"""Claims as questions in SMT-LIB (QF_NRA): whether there is a point at which a claim fails."""

from __future__ import annotations

from collections.abc import Sequence

from lsec_models.algebra.polynomials.ring import Polynomial
from lsec_models.algebra.polynomials.signs import Kind
from lsec_models.errors import ClaimError, excerpt_of
from lsec_models.prove.smtlib.expressions import needs_no_bars
from lsec_models.prove.statements.claim_to_statement import statement
from lsec_models.prove.statements.statement import Atom, Statement


def to_smt2(claim: object, given: object = ()) -> str:
    """Return a claim as a question for other solvers, in SMT-LIB: they answer "unsat" where it holds.

    What is given is asserted first, each relation brought to a polynomial; that nothing the claim divides by is zero;
    and last, as ``(not ...)``, the claim. So :func:`read_smt2` reads the same claim from it.

    Parameters
    ----------
    claim, given
        As for :func:`prove`.

    Returns
    -------
    str

    Raises
    ------
    ClaimError
        If the claim cannot be read, or a name cannot be written.

    Examples
    --------
    >>> import sympy as sp
    >>> x, y = sp.symbols("x y", positive=True)
    >>> print(to_smt2(x > 1, given=[sp.Eq(x * y, 2), y < 2]))
    (set-logic QF_NRA)
    (declare-fun x () Real)
    (declare-fun y () Real)
    (assert (> x 0))
    (assert (> y 0))
    (assert (> (+ (* (- 1) y) 2) 0))
    (assert (= (+ (* x y) (- 2)) 0))
    (assert (not (> (+ x (- 1)) 0)))
    (check-sat)
    """
    return smt2_of(statement(claim, given))


def smt2_of(stated: Statement) -> str:
    """Return a statement as a question in SMT-LIB; see :func:`to_smt2`."""
    lines = assertions_of(stated, [_name(name) for name in stated.ring.names])
    return "\n".join(["(set-logic QF_NRA)", *lines, "(check-sat)"])


def assertions_of(stated: Statement, names: Sequence[str]) -> list[str]:
    """Return the declarations and assertions of the question where a statement fails, with names for its symbols."""
    inequalities = (*stated.domain.conditions, *stated.conditions[len(stated.given) :])
    lines = [f"(declare-fun {name} () Real)" for name in names]
    for name, kind in zip(names, stated.domain.kinds, strict=True):
        if kind is not Kind.FREE:
            lines.append(f"(assert ({'>' if kind is Kind.POSITIVE else '>='} {name} 0))")
    lines += [f"(assert {_relation(names, c.polynomial, '>' if c.strict else '>=')})" for c in inequalities]
    lines += [f"(assert {_relation(names, polynomial, '=')})" for polynomial in stated.equations]
    lines += [f"(assert {_relation(names, divisor, '!=')})" for divisor in stated.denominators]
    lines += [f"(assert {_any(names, atoms)})" for atoms in stated.alternatives]
    clauses = [_any(names, clause) for clause in stated.clauses]
    claim = clauses[0] if len(clauses) == 1 else f"(and {' '.join(clauses)})"
    return [*lines, f"(assert (not {claim}))"]


def _any(names: Sequence[str], atoms: tuple[Atom, ...]) -> str:
    written = [_relation(names, atom.polynomial, atom.relation) for atom in atoms]
    return written[0] if len(written) == 1 else f"(or {' '.join(written)})"


def _relation(names: Sequence[str], polynomial: Polynomial, relation: str) -> str:
    sum_of = _sum(names, polynomial)
    return f"(not (= {sum_of} 0))" if relation == "!=" else f"({relation} {sum_of} 0)"


def _sum(names: Sequence[str], polynomial: Polynomial) -> str:
    terms = []
    for powers, coefficient in polynomial.terms():
        number = int(coefficient)
        factors = [name for name, n in zip(names, powers, strict=True) for _ in range(n)]
        parts = [*([str(number) if number >= 0 else f"(- {-number})"] if number != 1 or not factors else []), *factors]
        terms.append(parts[0] if len(parts) == 1 else f"(* {' '.join(parts)})")
    return f"(+ {' '.join(terms)})" if len(terms) > 1 else "".join(terms) or "0"


def _name(name: str) -> str:
    """Return a name as SMT-LIB takes it: between bars where it is not simple."""
    if needs_no_bars(name):
        return name
    if "|" in name or "\\" in name:
        raise ClaimError(f"the name {excerpt_of(name)} has a bar or a backslash, which SMT-LIB cannot write; rename it")
    return f"|{name}|"
