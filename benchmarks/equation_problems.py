"""Ten questions about economics with equations among the assumptions, as definitions in SMT-LIB.

Comparative statics and comparisons in which first-order conditions, market clearing or definitions are equations, and
second-order conditions inequalities; functions are known by their slopes alone.
"""

from __future__ import annotations

import re

_NUMBER_OR_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_WORDS = {"and", "or", "not"}


def _problem(assumptions: str, hypothesis: str) -> str:
    names = sorted(set(_NUMBER_OR_WORD.findall(f"{assumptions} {hypothesis}")) - _WORDS)
    declared = "\n".join(f"(declare-fun {name} () Real)" for name in names)
    return (
        f"(set-logic QF_NRA)\n{declared}\n(define-fun assumptions () Bool (and {assumptions}))\n"
        f"(define-fun hypothesis () Bool {hypothesis})"
    )


PROBLEMS = {
    # A tax t on a market with demand slope Dp and supply slope Sp: the price that buyers pay rises by less than t.
    "tax_incidence": _problem(
        "(= (* Dp dpb) (* Sp dps)) (= dpb (+ dps t)) (< Dp 0) (> Sp 0) (> t 0)", "(and (> dpb 0) (< dpb t))"
    ),
    # Le Chatelier: demand for a factor reacts more where the other factor adjusts too.
    "le_chatelier": _problem(
        "(= (+ (* faa da) (* fab db)) w) (= (+ (* fab da) (* fbb db)) 0) (= (* faa ds) w) (< faa 0) (< fbb 0) "
        "(> (* faa fbb) (* fab fab)) (> w 0)",
        "(<= da ds)",
    ),
    # Cournot duopoly: a cost that rises lowers the own quantity, under stability.
    "cournot_cost": _problem(
        "(= (+ (* a11 dq1) (* a12 dq2)) c) (= (+ (* a21 dq1) (* a22 dq2)) 0) (< a11 0) (< a22 0) "
        "(> (* a11 a22) (* a12 a21)) (> c 0)",
        "(< dq1 0)",
    ),
    # Strategic substitutes: the rival's quantity rises with it.
    "cournot_rival": _problem(
        "(= (+ (* a11 dq1) (* a12 dq2)) c) (= (+ (* a21 dq1) (* a22 dq2)) 0) (< a11 0) (< a22 0) (< a21 0) "
        "(> (* a11 a22) (* a12 a21)) (> c 0)",
        "(> dq2 0)",
    ),
    # A Slutsky equation: a normal good is no Giffen good.
    "slutsky": _problem("(= xp (- s (* x xm))) (< s 0) (> x 0) (> xm 0)", "(< xp 0)"),
    # Double marginalisation: the price with two margins is above that with one.
    "two_margins": _problem(
        "(= (* (- p w) b) (- a (* b p))) (= (* (- w c) b) (* b (- p w) 2)) (= (* (- v c) b) (- a (* b v))) "
        "(> b 0) (> c 0) (> a (* b c))",
        "(> p v)",
    ),
    # A quality that its leader raises where a share s of its return rises, with a concave payoff.
    "effort_share": _problem(
        "(= (* s (- m (* g e))) (* k e)) (= (* z (- m (* g f))) (* k f)) (> s z) (> z 0) (> m 0) (> g 0) (> k 0)",
        "(> e f)",
    ),
    # Marshall's rule: elasticities of derived demand.
    "derived_demand": _problem(
        "(= (+ (* k1 e1) (* k2 e2)) q) (= (- e1 e2) (- (* sig (- r1 r2)))) (= q (- (* eta (+ (* k1 r1) (* k2 r2))))) "
        "(= r2 0) (= (+ k1 k2) 1) (> k1 0) (> k2 0) (> sig 0) (> eta 0) (> r1 0)",
        "(< e1 0)",
    ),
    # A definite Hessian: the second-order condition along any direction.
    "definite_hessian": _problem(
        "(= q (+ (* haa x x) (* 2 hab x y) (* hbb y y))) (< haa 0) (> (* haa hbb) (* hab hab)) (not (= y 0))", "(< q 0)"
    ),
    # A subsidy that a monopolist does not pass on in full under concave demand: false where demand is convex enough.
    "pass_through": _problem("(= (* dp (- 2 sig)) c) (< sig 2) (> c 0)", "(< dp c)"),
}
