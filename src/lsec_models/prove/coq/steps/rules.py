"""The rules of certificates, each with what writes it as a proof of the library."""

from __future__ import annotations

from lsec_models.errors import CoqError
from lsec_models.prove.certificates.steps import Step
from lsec_models.prove.coq.steps.factors import factors, trim
from lsec_models.prove.coq.steps.insertion import slack, solve
from lsec_models.prove.coq.steps.place import StepPlace
from lsec_models.prove.coq.steps.rescaling import rescale
from lsec_models.prove.coq.steps.sums import cases, identity, modulo, multiply, split, square, squares
from lsec_models.prove.coq.steps.writer import Rules, Writer

ENGINES = "a step rests on two engines that agree, and on nothing that Coq could compute again"


def _engines(_: Writer, __: Step, ___: StepPlace) -> str:
    raise CoqError(ENGINES)


RULES: Rules = {
    "identity": identity,
    "squares": squares,
    "factors": factors,
    "rescale": rescale,
    "slack": slack,
    "square": square,
    "split": split,
    "cases": cases,
    "solve": solve,
    "modulo": modulo,
    "multiply": multiply,
    "trim": trim,
    "engines": _engines,
}
