from __future__ import annotations

import pickle

import numpy as np
import pytest
import sympy as sp
from hypothesis import event, given
from hypothesis import strategies as st

from lsec_models import parameters
from lsec_models.algebra.domains.chart import Chart
from lsec_models.algebra.domains.domain import Domain
from lsec_models.algebra.domains.relations import condition_of, domain_of
from lsec_models.algebra.polynomials.ratio import ratio
from lsec_models.algebra.polynomials.ring import ring_of
from lsec_models.algebra.polynomials.signs import Kind, Sign
from strategies import domains, examples, grid_of, polynomials

A, B, C, D = parameters("a b c d", positive=True)
N = parameters("n", nonnegative=True)
R = parameters("r", real=True)


def shown(chart: Chart) -> dict[sp.Symbol, sp.Expr]:
    return {symbol: image.expression() for symbol, image in chart.images.items()}


@pytest.mark.parametrize(
    ("relations", "images", "kinds"),
    [
        ([], {}, {}),
        ([A > B * C], {A: A + B * C}, {A: Kind.POSITIVE}),
        ([A >= B * C], {A: A + B * C}, {A: Kind.NONNEGATIVE}),
        ([A < 1], {A: 1 / (A + 1)}, {A: Kind.POSITIVE}),
        ([A <= 1], {A: 1 / (A + 1)}, {A: Kind.NONNEGATIVE}),
        ([N < 1], {N: N / (N + 1)}, {N: Kind.NONNEGATIVE}),
        ([R > A], {R: R + A}, {R: Kind.POSITIVE}),
        ([R < -2], {R: -R - 2}, {R: Kind.POSITIVE}),
        ([R <= 3 * A], {R: 3 * A - R}, {R: Kind.NONNEGATIVE}),
        ([N >= A], {N: N + A}, {N: Kind.NONNEGATIVE}),
    ],
    ids=str,
)
def test_a_bound_is_used_up_by_a_slack(
    relations: list[sp.Basic], images: dict[sp.Symbol, sp.Expr], kinds: dict[sp.Symbol, Kind]
) -> None:
    domain = domain_of([A, B, C, N, R], relations)
    chart = domain.chart
    # Which of the symbols of a condition gives way is the chart's choice: only where there is one is it asked here.
    if len({s for r in relations for s in r.free_symbols}) <= 1:
        assert shown(chart).keys() == images.keys()
        assert all(sp.cancel(shown(chart)[s] - image) == 0 for s, image in images.items())
        assert {s: chart.kinds[chart.ring.index[s]] for s in kinds} == kinds
    assert chart.residual == ()
    assert chart.clash is None
    for condition in domain.conditions:
        assert chart.sign(condition.polynomial) is (Sign.POSITIVE if condition.strict else Sign.NONNEGATIVE)


@pytest.mark.parametrize(
    "relations",
    [
        [A > B, B > C, C > D],
        [A > B * C, A < 10 * B * C],
        [A < 1, B < A, C < B * A],
        [A + B < 1, C > 2 * A],
        [R > A, R < A + B],
        [R > -1, R < 1],
        [2 * A * B > C**2, A * B - C**2 + D > 0],
        [A > 2, A > B, B > C, A < 5],
        [A >= B, B >= C, C >= 1],
    ],
    ids=str,
)
def test_chains_of_bounds_leave_little(relations: list[sp.Basic]) -> None:
    domain = domain_of([A, B, C, D, R], relations)
    assert len(domain.chart.residual) <= 1
    for condition in domain.conditions:
        assert domain.sign(ratio(domain.ring, domain.ring.expression(condition.polynomial))).is_nonnegative


@pytest.mark.parametrize(
    "relations",
    [
        [A > B, B > A],
        [A > B, B >= A],
        [A > B, B > C, C > A],
        [R > 1, R < 1],
        [R > A, R < -B],
        [A + B < C, C < A],
        [A * B > C, C > 2 * A * B],
        [A > 2 * B, B > 2 * C, C > 2 * A],
    ],
    ids=str,
)
def test_clashes_are_seen(relations: list[sp.Basic]) -> None:
    empty = Domain(ring=ring_of([A, B, C, N, R]))
    domain = empty.where(condition_of(empty, relation, "test") for relation in relations)
    assert domain.chart.clash is not None


def test_touching_bounds_do_not_clash() -> None:
    assert domain_of([A, B], [A >= B, B >= A]).chart.clash is None
    assert domain_of([R], [R >= 1, R <= 1]).chart.clash is None


@pytest.mark.slow
@examples(150)
@given(domains())
def test_a_clash_means_that_no_point_is_inside(domain: Domain) -> None:
    event("clash" if domain.chart.clash is not None else "no clash")
    if domain.chart.clash is not None:
        assert not grid_of(domain.ring).inside(domain).any()


@pytest.mark.slow
@examples(200)
@given(domains(), st.data())
def test_slacks_stay_in_the_domain_and_signs_are_true_of_them(domain: Domain, data: st.DataObject) -> None:
    """Every point of the orthant of slacks that meets the residual conditions is a point of the domain."""
    chart = domain.chart
    if chart.clash is not None:
        return
    ring = domain.ring
    slacks = [0.5, 1.0, 2.0, 5.0]
    ranges = [
        slacks if k is Kind.POSITIVE else [0.0, *slacks] if k is Kind.NONNEGATIVE else [-3.0, -0.5, 0.0, 0.25, 4.0]
        for k in chart.kinds
    ]
    where = [column.ravel() for column in np.meshgrid(*map(np.array, ranges), indexing="ij")]
    keep = np.ones(len(where[0]), dtype=bool)
    for condition in chart.residual:
        value = sp.lambdify(ring.symbols, ring.expression(condition.polynomial), "numpy")(*where) + 0 * where[0]
        keep &= value > 1e-9
    images = [
        sp.lambdify(ring.symbols, chart.images[s].expression(), "numpy")(*where) + 0 * where[0]
        if s in chart.images
        else where[i]
        for i, s in enumerate(ring.symbols)
    ]
    for symbol, values in zip(ring.symbols, images, strict=True):
        if symbol.is_positive or symbol.is_nonnegative:
            assert (values[keep] >= -1e-9).all()
    for condition in domain.conditions:
        value = sp.lambdify(ring.symbols, ring.expression(condition.polynomial), "numpy")(*images) + 0 * where[0]
        assert (value[keep] >= -1e-6 * (1 + np.abs(value[keep]))).all()
    polynomial = data.draw(polynomials(ring))
    pulled = sp.lambdify(ring.symbols, ring.expression(chart.pull(polynomial)), "numpy")(*where) + 0 * where[0]
    plain = sp.lambdify(ring.symbols, ring.expression(polynomial), "numpy")(*images) + 0 * where[0]
    clear = np.abs(plain) > 1e-9
    assert (np.sign(pulled[clear]) == np.sign(plain[clear])).all(), "what a pull leaves out is positive"


def test_charts_survive_pickling() -> None:
    domain = domain_of([A, B, C], [A > B * C, C < 1])
    assert domain.chart.residual == ()
    again = pickle.loads(pickle.dumps(domain))
    assert shown(again.chart) == shown(domain.chart)
    assert again == domain
