"""Closed forms in one expression graph: what of a sweep depends on no number, kept for the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from lsec_models.algebra.domains.domain import Domain
from lsec_models.evaluate.closed_forms.boundaries import measured_in
from lsec_models.evaluate.fused.block_steps import BlockSteps
from lsec_models.evaluate.fused.expression_graph import ExpressionGraph, Level, Place
from lsec_models.evaluate.fused.regime_loop import Measured
from lsec_models.evaluate.grid import Grid
from lsec_models.evaluate.kept import Kept
from lsec_models.evaluate.kernel import KernelCondition, requirements_of
from lsec_models.games.differential.feedback import FeedbackEquilibrium
from lsec_models.games.static.results.bayesian_equilibrium import BayesianEquilibrium
from lsec_models.games.static.results.equilibrium import Equilibrium
from lsec_models.games.static.results.implicit import ImplicitEquilibrium

ClosedForm: TypeAlias = Equilibrium | ImplicitEquilibrium | FeedbackEquilibrium | BayesianEquilibrium


@dataclass(frozen=True, kw_only=True)
class FormInGraph:
    """What a closed form is and what it asks, as places in a graph.

    Attributes
    ----------
    graph : ExpressionGraph
    quantities : mapping from str to int
        The places of those that the form has, of what is asked for.
    requirements : tuple of KernelCondition
        Everything that is asked of the parameters: declared signs first, then the conditions of the domain.
    conditions : tuple of int
        Where each stands.
    measured : tuple of Measured
        Where each stands with its size; none where nothing is decided exactly.
    """

    graph: ExpressionGraph
    quantities: Mapping[str, Place]
    requirements: tuple[KernelCondition, ...]
    conditions: tuple[Place, ...]
    measured: tuple[Measured, ...]

    @property
    def asked(self) -> tuple[tuple[Place, bool], ...]:
        """What must be positive, and whether zero is excluded."""
        return tuple((place, one.strict) for place, one in zip(self.conditions, self.requirements, strict=True))

    @property
    def results(self) -> tuple[Place, ...]:
        """The places of all that is to be computed."""
        sizes = (place for one in self.measured for place in (one.value, one.size))
        return (*self.quantities.values(), *self.conditions, *sizes)

    @cached_property
    def steps(self) -> BlockSteps:
        """What computes them."""
        return BlockSteps(self.graph, (self.results,))


@dataclass(frozen=True, kw_only=True)
class FormsInGraph:
    """Several closed forms in one graph, which is complete: nobody adds to it.

    Attributes
    ----------
    graph : ExpressionGraph
    forms : tuple of FormInGraph
    assumptions : tuple of KernelCondition
        What is asked of the parameters beside them.
    assumed : tuple of Measured
        Where that stands.
    """

    graph: ExpressionGraph
    forms: tuple[FormInGraph, ...]
    assumptions: tuple[KernelCondition, ...]
    assumed: tuple[Measured, ...]

    @cached_property
    def steps(self) -> BlockSteps:
        """What computes all forms, one after the other."""
        return BlockSteps(self.graph, tuple(form.results for form in self.forms))


_FORMS = Kept[FormsInGraph](most=32)


def forms_in_graph(
    forms: Sequence[ClosedForm],
    grid: Grid,
    quantities: Sequence[str],
    *,
    exactly: bool = False,
    together: Sequence[str] = (),
    domain: Domain | None = None,
) -> FormsInGraph:
    """Return closed forms in a graph that knows what each parameter of a grid varies with.

    Parameters
    ----------
    forms : sequence of Equilibrium, ImplicitEquilibrium, FeedbackEquilibrium or BayesianEquilibrium
    grid : Grid
        Only the names of its parameters matter.
    quantities : sequence of str
    exactly : bool
        Whether the sizes of conditions are needed, with which they are decided exactly.
    together : sequence of str
        Symbols that vary with both axes by themselves.
    domain : Domain, optional
        What else is asked of the parameters.
    """
    levels = levels_over(grid) | dict.fromkeys(together, Level.BOTH)
    words = (tuple(levels.items()), tuple(quantities), exactly)
    objects = [*forms, *(() if domain is None else (domain,))]
    return _FORMS.of(objects, words, lambda: _entered(forms, levels, quantities, exactly, domain))


def levels_over(grid: Grid) -> dict[str, Level]:
    """Return what each parameter of a grid varies with."""
    outer, inner = dict.fromkeys(grid.outer, Level.OUTER), dict.fromkeys(grid.inner, Level.INNER)
    return dict.fromkeys(grid.fixed, Level.FIXED) | outer | inner


def _entered(
    forms: Sequence[ClosedForm],
    levels: Mapping[str, Level],
    quantities: Sequence[str],
    exactly: bool,
    domain: Domain | None,
) -> FormsInGraph:
    graph = ExpressionGraph(levels)
    entered = tuple(_form(form, graph, quantities, exactly) for form in forms)
    assumptions = () if domain is None else requirements_of(domain)
    assumed = measured_in(graph, assumptions)
    return FormsInGraph(graph=graph, forms=entered, assumptions=assumptions, assumed=assumed)


def _form(form: ClosedForm, graph: ExpressionGraph, quantities: Sequence[str], exactly: bool) -> FormInGraph:
    requirements = requirements_of(form.domain)
    return FormInGraph(
        graph=graph,
        quantities={name: graph.place_of(form[name]) for name in quantities if name in form.exact},
        requirements=requirements,
        conditions=tuple(graph.place_of(requirement.polynomial) for requirement in requirements),
        measured=measured_in(graph, requirements) if exactly else (),
    )
