"""Tables of rules are proven whole: every gap and every overlap is found, and none that is not there."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.generated_tables import questions, scattered, split, widened

from seips_cli.diagram import Clause, TooLarge, Variable
from seips_cli.proof.tables import Table, gaps_and_overlaps

SMALL = questions(4, 3)
CLAUSES = st.lists(
    st.dictionaries(
        st.sampled_from([v.id for v in SMALL]),
        st.frozensets(st.sampled_from(SMALL[0].options), min_size=1, max_size=3),
        max_size=4,
    ),
    max_size=12,
)


def cases(variables: tuple[Variable, ...]) -> Iterator[dict[str, str]]:
    """Every set of answers, one by one."""
    for options in product(*(variable.options for variable in variables)):
        yield dict(zip((variable.id for variable in variables), options, strict=True))


def inside(case: Mapping[str, str], clause: Clause) -> bool:
    """Whether *clause* holds in *case*."""
    return all(case[question] in options for question, options in clause.items())


@given(CLAUSES)
@settings(max_examples=400, deadline=None)
def test_gaps_and_overlaps_are_those_that_trying_every_case_finds(clauses: list[Clause]) -> None:
    """A gap is found exactly if there is one, every overlap is found, and each case given shows what it says."""
    outputs = [n % 3 for n in range(len(clauses))]
    verdict = gaps_and_overlaps(SMALL, clauses, outputs)
    every = list(cases(SMALL))
    assert verdict.cases == len(every)
    assert (verdict.gap is None) == all(any(inside(case, clause) for clause in clauses) for case in every)
    if verdict.gap is not None:
        shown = [case for case in every if verdict.gap.items() <= case.items()]
        assert shown
        assert not any(inside(case, clause) for case in shown for clause in clauses)
    assert {(overlap.first, overlap.second) for overlap in verdict.overlaps} == {
        (n, m)
        for (n, one), (m, other) in combinations(enumerate(clauses), 2)
        if outputs[n] != outputs[m] and any(inside(case, one) and inside(case, other) for case in every)
    }
    for overlap in verdict.overlaps:
        shown = [case for case in every if overlap.case.items() <= case.items()]
        assert all(inside(case, clauses[n]) for case in shown for n in (overlap.first, overlap.second))


@given(CLAUSES)
@settings(max_examples=200, deadline=None)
@example([])
def test_gaps_are_blocks_that_hold_every_case_without_a_clause_once(clauses: list[Clause]) -> None:
    """Blocks of gaps share no case, and each is as wide as it goes."""
    gaps = list(Table(SMALL, clauses).gaps())
    for case in cases(SMALL):
        without = not any(inside(case, clause) for clause in clauses)
        assert sum(inside(case, gap) for gap in gaps) == without


@given(st.integers(1, 40), st.integers(0, 3), st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_a_split_table_has_no_gap_until_a_clause_is_taken_out(number: int, times: int, seed: int) -> None:
    """Each way of looking, by adding up, by descending and by searching, agrees with how the table was made."""
    variables = questions(6, 4)
    clauses = split(variables, number, seed)
    wide = widened(variables, clauses, times, seed)
    assert Table(variables, clauses).uncovered() is None
    assert Table(variables, wide).uncovered() is None
    assert not list(Table(variables, clauses).overlaps(range(number)))
    gap = Table(variables, clauses[1:]).uncovered()
    assert gap is not None
    assert Table(variables, [{question: frozenset((option,)) for question, option in gap.items()}]).meeting(clauses[0])


@pytest.mark.parametrize(("number", "asked", "options"), [(30, 10, 4), (30, 6, 10), (100, 12, 10)])
def test_the_cost_grows_with_the_rules_and_not_with_the_cases(number: int, asked: int, options: int) -> None:
    """Rules that do not overlap are proven over a million or a million million cases without one step of searching."""
    variables = questions(asked, options)
    verdict = gaps_and_overlaps(variables, split(variables, number), range(number), budget=0)
    assert (verdict.gap, verdict.overlaps) == (None, ())


def test_overlapping_rules_that_a_diagram_cannot_hold_are_proven() -> None:
    """Three hundred rules over 10^12 cases, each widened thrice, have no gap; a hundred scattered ones have."""
    variables = questions(20, 4)
    assert Table(variables, widened(variables, split(variables, 300), 3)).uncovered() is None
    clauses = scattered(variables, 100, 6)
    gap = Table(variables, clauses).uncovered()
    assert gap is not None
    assert not Table(variables, clauses).meeting({question: frozenset((option,)) for question, option in gap.items()})


def test_what_is_too_large_is_refused() -> None:
    """A search that passes its budget ends with a sentence for people."""
    variables = questions(60, 2)
    with pytest.raises(TooLarge) as refused:
        gaps_and_overlaps(variables, scattered(variables, 300, 3), range(300), budget=1_000)
    assert refused.value.message == "the rules overlap too much to be looked through in 1,000 steps"
    assert refused.value.hint == "let fewer rules hold for the same answers, or ask fewer questions"


def test_a_question_without_options_leaves_no_cases() -> None:
    """Where nothing can be answered there is nothing to leave out."""
    assert gaps_and_overlaps([Variable("q", ())], [{"q": frozenset("a")}], ["x"]).gap is None


def test_a_clause_that_names_only_unknown_options_holds_nowhere() -> None:
    """It covers nothing, and nothing overlaps it."""
    verdict = gaps_and_overlaps(questions(1, 2), [{"q0": frozenset(("o0", "o1"))}, {"q0": frozenset(("x",))}], [1, 2])
    assert verdict.gap is None
    assert verdict.overlaps == ()
