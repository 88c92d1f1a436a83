"""What changes is told in as few blocks as there can be: held against trying every way to part the answers."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations as subsets
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.invented import dataset, datasets

from seips_cli.dataset import Dataset
from seips_cli.diagram import Diagram, Variable, compile_diagram
from seips_cli.proof import fewest as fewest_module
from seips_cli.proof.algebra import blocks
from seips_cli.proof.differ import compare, shared_variables
from seips_cli.proof.fewest import BUDGET, Budget, Named, fewest

Questions = Mapping[str, Sequence[str]]
Cell = tuple[str, ...]
TINY = {"need": ("low", "high"), "plan": ("no", "yes"), "age": ("young", "old")}
SHAPES = [(2, 2, 2), (3, 3), (2, 3, 2), (2, 2, 2, 2), (4, 3)]


def fewest_there_are(questions: Questions, wanted: frozenset[Cell]) -> int:
    """The number of blocks in the best of all ways to part *wanted* into blocks."""
    chosen = [[some for n in range(len(o)) for some in subsets(o, n + 1)] for o in questions.values()]
    every = [block for block in (frozenset(product(*box)) for box in product(*chosen)) if block <= wanted]

    @cache
    def number(left: frozenset[Cell]) -> int:
        if not left:
            return 0
        one = min(left)
        return min(1 + number(left - block) for block in every if one in block and block <= left)

    return number(wanted)


@st.composite
def regions(draw: st.DrawFn, shapes: Sequence[tuple[int, ...]]) -> tuple[Questions, frozenset[Cell]]:
    """Some of the answers to a few questions, few or nearly all."""
    shape = draw(st.sampled_from(shapes))
    questions = {f"q{n}": tuple(f"o{k}" for k in range(options)) for n, options in enumerate(shape)}
    is_in = [draw(st.booleans()) for _ in product(*questions.values())]
    turned = draw(st.booleans())
    cells = zip(product(*questions.values()), is_in, strict=True)
    return questions, frozenset(cell for cell, held in cells if held != turned)


def as_diagram(questions: Questions, wanted: frozenset[Cell]) -> Diagram[bool | None]:
    """The answers that are wanted, as the search is given them."""
    clauses = [{q: frozenset({o}) for q, o in zip(questions, cell, strict=True)} for cell in sorted(wanted)]
    variables = [Variable(name, tuple(options)) for name, options in questions.items()]
    return compile_diagram(variables, clauses, lambda alive: True if alive else None)


def held_by(questions: Questions, block: Named) -> list[Cell]:
    """Every set of answers in *block*."""
    return list(product(*(block.get(name, options) for name, options in questions.items())))


@given(regions(SHAPES))
@settings(max_examples=300, deadline=None)
def test_no_other_way_to_part_the_answers_has_fewer_blocks(region: tuple[Questions, frozenset[Cell]]) -> None:
    """Each set of answers is in one block, nothing else is in any, and nobody could do with fewer."""
    questions, wanted = region
    found = fewest(as_diagram(questions, wanted), Budget(BUDGET))
    assert sorted(cell for block in found for cell in held_by(questions, block)) == sorted(wanted)
    assert len(found) == fewest_there_are(questions, wanted)
    assert all(0 < len(options) < len(questions[name]) for block in found for name, options in block.items())


@given(regions([(2, 2, 2, 2, 2, 2), (4, 4, 3)]), st.integers(0, 20_000))
@settings(max_examples=60, deadline=None)
def test_beyond_the_budget_the_best_so_far_is_told(region: tuple[Questions, frozenset[Cell]], steps: int) -> None:
    """However little may be spent, all is told and nothing twice, in no more blocks than merging finds."""
    questions, wanted = region
    diagram = as_diagram(questions, wanted)
    found = fewest(diagram, Budget(steps))
    assert sorted(cell for block in found for cell in held_by(questions, block)) == sorted(wanted)
    assert len(found) <= len(blocks(diagram))


def test_a_large_grid_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there would be too many cells, the blocks that merging found are told at once."""
    questions = dict.fromkeys(("q0", "q1", "q2"), ("o0", "o1"))
    wanted = frozenset({("o0", "o0", "o1"), ("o0", "o1", "o0"), ("o0", "o1", "o1"), ("o1", "o1", "o0")})
    diagram = as_diagram(questions, wanted)
    assert len(fewest(diagram, Budget(BUDGET))) == 2
    monkeypatch.setattr(fewest_module, "MOST_CELLS", 7)
    assert len(fewest(diagram, Budget(BUDGET))) == 3


def test_a_grid_beyond_all_measure_is_never_made() -> None:
    """Two sets of answers out of 2^40 are told at once."""
    questions = {f"q{n}": ("o0", "o1") for n in range(40)}
    wanted = frozenset({("o0",) * 40, ("o1",) * 40})
    assert len(fewest(as_diagram(questions, wanted), Budget(BUDGET))) == 2


def test_one_block_is_found_where_options_lead_alike() -> None:
    """A thousand options are no harder than two where they lead to two places."""
    questions = {"q0": [f"o{n}" for n in range(1000)], "q1": ["o0", "o1"]}
    wanted = frozenset((f"o{n}", f"o{n % 2}") for n in range(1000))
    assert len(fewest(as_diagram(questions, wanted), Budget(100))) == 2


@given(datasets(TINY), datasets(TINY))
@settings(max_examples=150, deadline=None)
def test_each_change_between_two_datasets_is_told_in_the_fewest_blocks(old: Dataset, new: Dataset) -> None:
    """Whatever changes, no list of blocks that share no answers could be shorter."""
    difference = compare(old, new)
    variables = shared_variables(old, new)
    cells = list(product(*(variable.options for variable in variables)))
    questions = {variable.id: variable.options for variable in variables}
    told = [(change, block) for block in difference.blocks for change in block.changes]
    for change in {change for change, _ in told}:
        mine = [block for one, block in told if one == change]
        wanted = frozenset(cell for block in mine for cell in held_by(questions, dict(block.when)))
        assert wanted <= set(cells)
        assert len(mine) == fewest_there_are(questions, wanted)


def test_a_change_that_cuts_across_the_order_of_the_questions_is_two_blocks() -> None:
    """Young with a plan, or in high need without one: read off question by question it would be three."""
    old = dataset([("talk", {"age": "young", "plan": "yes"}), ("talk", {"need": "high", "plan": "no"})], questions=TINY)
    new = dataset([], questions=TINY)
    ordered = {"need": TINY["need"], "age": TINY["age"], "plan": TINY["plan"]}
    for questions in (TINY, ordered):
        pair = (dataset([(r.pathway, r.when) for r in one.rules], questions=questions) for one in (old, new))
        found = compare(*pair)
        assert {tuple(sorted(block.when.items())) for block in found.blocks} == {
            (("age", ("young",)), ("plan", ("yes",))),
            (("need", ("high",)), ("plan", ("no",))),
        }
