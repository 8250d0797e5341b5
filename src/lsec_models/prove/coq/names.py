"""Names of parameters as Coq takes them, and words that may stand in its comments."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SIMPLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_TAKEN = frozenset(
    [
        "as",
        "at",
        "cofix",
        "else",
        "end",
        "exists",
        "exists2",
        "fix",
        "for",
        "forall",
        "fun",
        "if",
        "IF",
        "in",
        "let",
        "match",
        "mod",
        "return",
        "SProp",
        "Prop",
        "Set",
        "then",
        "Type",
        "using",
        "where",
        "with",
        "by",
        "R",
        "sqrt",
        "IZR",
        "pow",
        "not",
        "and",
        "or",
        "iff",
        "True",
        "False",
        "Axiom",
        "CoFixpoint",
        "Definition",
        "Fixpoint",
        "Hypothesis",
        "Lemma",
        "Parameter",
        "Proof",
        "Qed",
        "Theorem",
        "Variable",
        "lsec",
        "lazymatch",
        "multimatch",
    ]
)


def identifiers(names: Sequence[str]) -> tuple[str, ...]:
    """Return an identifier for each name: the name itself where Coq takes it, and never the same one twice.

    Examples
    --------
    >>> identifiers(["a", "R", "sqrt", "q|1", "q.1"])
    ('a', 'R_', 'sqrt_', 'q_1', 'q_1_')
    """
    found: list[str] = []
    simple = {name for name in names if _SIMPLE.fullmatch(name) and name not in _TAKEN}
    for name in names:
        if name in simple:
            found.append(name)
            continue
        word = re.sub(r"[^A-Za-z0-9_]", "_", name)
        word = word if _SIMPLE.fullmatch(word) else f"x{word}"
        while word in _TAKEN or word in simple or word in found:
            word += "_"
        found.append(word)
    return tuple(found)


def commented(words: str) -> str:
    """Return words as a comment of Coq that ends where it should.

    Examples
    --------
    >>> commented('a > b *) Axiom "x"')
    "(* a > b * ) Axiom 'x' *)"
    """
    text = " ".join(words.encode("utf-8", "backslashreplace").decode("utf-8").replace('"', "'").split())
    while "*)" in text or "(*" in text:
        text = text.replace("*)", "* )").replace("(*", "( *")
    return f"(* {text} *)"
