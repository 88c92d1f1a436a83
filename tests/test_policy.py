"""Every set of answers, held against the policy as a co-ordinator would sign it (docs/policy.md)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from seips_cli.dataset import Dataset, Rule
from seips_cli.decision import Outcome, asked, decide, diagram_of, holds, next_question
from seips_cli.proof.prove import prove
from seips_cli.record import Basis, options_of

Journeys = list[tuple[dict[str, str], Outcome]]
Row = dict[str, str]


@cache
def signed(heading: str) -> list[Row]:
    """The table under *heading* of the policy page."""
    page = (Path(__file__).parent.parent / "docs" / "policy.md").read_text(encoding="utf-8")
    lines = [line for line in page.split(f"## {heading}")[1].split("\n## ")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def agrees(row: Row, answers: dict[str, str], *, but: str) -> bool:
    """Whether *answers* agree with every column of *row* except the one that holds its result."""
    return all(
        cell == "any" or answers.get(question, "-") in re.split(r",\s*", cell)
        for question, cell in row.items()
        if question != but
    )


def pathway_disagreements(journeys: Iterable[tuple[dict[str, str], Outcome]]) -> Iterator[dict[str, str]]:
    """The sets of answers whose pathway is not that of exactly one row of the signed table."""
    for answers, outcome in journeys:
        rows = [row["pathway"] for row in signed("Which pathway") if agrees(row, answers, but="pathway")]
        if rows != list(outcome.pathways):
            yield answers


def test_every_set_of_answers_has_the_one_pathway_that_the_policy_gives(journeys: Journeys) -> None:
    """Exactly one row of the signed table fits each set of answers, and it names the pathway decided."""
    assert list(pathway_disagreements(journeys)) == []


def firmness(data: Dataset) -> list[tuple[str, str, str]]:
    """Each rule of *data* with its basis and its paragraphs."""
    rules = [(str(rule.id), str(rule.basis), ", ".join(rule.cites)) for rule in data.rules]
    return rules + [(one.id, one.basis, ", ".join(one.cites)) for one in data.companions]


def test_basis_and_paragraphs_are_those_of_the_policy(data: Dataset) -> None:
    """How firmly the note backs each rule, and where, has been signed too."""
    rows = [(row["rule"], row["basis"], row["paragraphs"]) for row in signed("How firmly the note says so")]
    assert firmness(data) == rows


def mutants(rule: Rule, data: Dataset) -> Iterator[Rule]:
    """Every change of one field of *rule*: another pathway, basis or paragraph, one option or question more or less."""
    for pathway in data.pathways:
        yield replace(rule, pathway=pathway.id)
    for basis in get_args(Basis):
        yield replace(rule, basis=basis)
    for paragraph in data.guidance.paragraphs:
        yield replace(rule, cites=(paragraph.id,))
    for question in data.questions:
        allowed = set(options_of(rule.when, question.id)) or {option.id for option in question.options}
        rest = {name: options for name, options in rule.when.items() if name != question.id}
        yield replace(rule, when=rest)
        for option in question.options:
            if changed := tuple(sorted(allowed ^ {option.id})):
                yield replace(rule, when={**rest, question.id: changed})


def is_harmless(data: Dataset, changed: Dataset) -> bool:
    """Whether every set of answers still gets the same result, as when a question that decides nothing is named."""
    before, after = diagram_of(data), diagram_of(changed)
    return (before.nodes, before.leaves, before.root) == (after.nodes, after.leaves, after.root)


def test_every_change_of_one_field_of_a_rule_is_caught(data: Dataset) -> None:
    """No slip in a rule goes unnoticed: the proof finds it, it is not what was signed, or it changes nothing."""
    unsigned = [(row["rule"], row["basis"], row["paragraphs"]) for row in signed("How firmly the note says so")]
    tried = 0
    for n, rule in enumerate(data.rules):
        for mutant in mutants(rule, data):
            changed = replace(data, rules=(*data.rules[:n], mutant, *data.rules[n + 1 :]))
            if firmness(changed) != unsigned or is_harmless(data, changed):
                continue
            tried += 1
            caught = prove(changed).faults or list(pathway_disagreements(diagram_of(changed).journeys()))
            assert caught, mutant
    assert tried > 500


def test_every_row_of_the_policy_is_met(journeys: Journeys) -> None:
    """No row of the signed table is idle."""
    for row in signed("Which pathway"):
        assert any(agrees(row, answers, but="pathway") for answers, _ in journeys), row


def test_companions_are_those_of_the_policy(journeys: Journeys) -> None:
    """Beside the primary pathway stand just the companions that the signed table gives, and never the primary again."""
    for answers, outcome in journeys:
        (primary,) = outcome.pathways
        rows = signed("What is shown beside it")
        fitting = {row["companion"] for row in rows if agrees(row, answers | {"pathway": primary}, but="companion")}
        assert set(outcome.companions) == fitting, answers


def test_the_partnership_is_that_of_the_district(journeys: Journeys) -> None:
    """The district alone decides which partnership serves the child."""
    for answers, outcome in journeys:
        rows = signed("Which partnership")
        fitting = [row["partnership"] for row in rows if agrees(row, answers, but="partnership")]
        assert (outcome.partnership or "-") == (fitting[0] if "area" in answers else "-"), answers


def test_ranks_are_those_of_the_policy(data: Dataset) -> None:
    """How serious each pathway is has been signed too."""
    ranks = {name: row["rank"] for row in signed("How serious") for name in re.split(r",\s*", row["pathways"])}
    assert ranks == {pathway.id: str(pathway.rank) for pathway in data.pathways if pathway.rank is not None}


def test_the_tier_is_shown_where_the_child_has_a_level_and_a_route(journeys: Journeys) -> None:
    """A level is turned into a tier for every route of a county child at a city school, and for no one else."""
    pairs = {"psp1": "tier-2-psp1", "psp2a": "tier-3-psp2a", "psp2b": "psp2b", "psp3": "tier-4-psp3"}
    for answers, outcome in journeys:
        assert outcome.tier == pairs.get(answers.get("level", ""), ""), answers


def test_own_sen_money_is_asked_of_just_the_cases_that_reach_the_partnership(journeys: Journeys) -> None:
    """Element 2 money is asked about only where the primary pathway is the panel or programme management."""
    for answers, outcome in journeys:
        assert ("sen-resources" in answers) == (outcome.pathways[0] in {"panel", "programme-managed"}), answers


def test_the_district_is_asked_only_where_a_contact_depends_on_it(data: Dataset, journeys: Journeys) -> None:
    """The district question is put when, and only when, a role in the result belongs to a partnership."""
    local = {contact.role for contact in data.contacts if contact.partnership}
    roles = {pathway.id: set(pathway.contacts) for pathway in data.pathways}
    for answers, outcome in journeys:
        needed = set().union(*(roles[name] for name in outcome.pathways + outcome.companions))
        assert ("area" in answers) == bool(needed & local), answers


def test_questions_come_in_order_and_once(data: Dataset, journeys: Journeys) -> None:
    """Nobody is asked the same thing twice, and questions keep the order of the file."""
    order = [question.id for question in data.questions]
    for answers, _ in journeys:
        assert list(answers) == sorted(answers, key=order.index)


def totals(data: Dataset, leave_out: tuple[str, ...] = ()) -> list[dict[str, str]]:
    """Every way to answer every question, needed or not."""
    questions = [question for question in data.questions if question.id not in leave_out]
    options = [[option.id for option in question.options] for question in questions]
    return [dict(zip((q.id for q in questions), chosen, strict=True)) for chosen in product(*options)]


def brute(data: Dataset, answers: dict[str, str]) -> tuple[Any, ...]:
    """What the file says of *answers*, read rule by rule with none of the engine's structure."""
    primary = {rule.pathway for rule in data.rules if holds(rule.when, answers)}
    beside = {c.pathway for c in data.companions if holds(c.when, answers) and primary & set(c.alongside)} - primary
    level = answers["level"] if data.tiers and primary & set(data.tiers.alongside) else ""
    roles = {role for pathway in data.pathways if pathway.id in primary | beside for role in pathway.contacts}
    where = answers["area"] if any(c.partnership and c.role in roles for c in data.contacts) else ""
    serving = [p.id for p in (data.geography.partnerships if data.geography else ()) if where in p.areas]
    return primary, beside, level if level != "none" else "", serving[0] if serving else ""


def test_the_diagram_says_what_the_rules_say(data: Dataset) -> None:
    """For every way to answer every question, the compiled diagram and a plain reading of the rules agree."""
    diagram = diagram_of(data)
    options = {pair.id: pair.option for pair in data.tiers.pairs} if data.tiers else {}
    for answers in totals(data):
        found = diagram.leaves[~diagram.follow(answers)[1]]
        shown = (set(found.pathways), set(found.companions), options.get(found.tier, ""), found.partnership)
        assert shown == brute(data, answers), answers


def test_a_question_is_put_only_while_its_answer_can_change_the_result(data: Dataset) -> None:
    """At every point where a question is asked, two of its answers lead to different results for some later answers."""
    diagram = diagram_of(data)
    assert all(len(set(children)) > 1 for _, children in diagram.nodes)
    assert len(set(diagram.leaves)) == len(diagram.leaves)
    assert len(set(diagram.nodes)) == len(diagram.nodes)


def test_worse_need_is_never_routed_milder(data: Dataset) -> None:
    """Moving any ordered answer to a worse option, all else equal, never lowers the rank, over every set of answers."""
    ranks = {pathway.id: pathway.rank for pathway in data.pathways}
    ordered = [question for question in data.questions if question.ordered]
    assert [question.id for question in ordered] == ["exclusion", "level", "heading-for-tier-4", "support"]
    for answers in totals(data, ("area", "sen-resources")):
        full = answers | {"area": "melton", "sen-resources": "no"}
        rank = rank_of(data, full, ranks)
        for question in ordered:
            options = [option.id for option in question.options]
            for worse in options[options.index(answers[question.id]) + 1 :]:
                after = rank_of(data, full | {question.id: worse}, ranks)
                assert (rank is None) == (after is None)
                assert rank is None or after is None or after >= rank, (answers, question.id, worse)


def rank_of(data: Dataset, answers: dict[str, str], ranks: dict[str, int | None]) -> int | None:
    """The rank of the primary pathway for *answers*."""
    diagram = diagram_of(data)
    return ranks[diagram.leaves[~diagram.follow(answers)[1]].pathways[0]]


def test_the_order_of_the_rules_does_not_matter(data: Dataset, journeys: Journeys) -> None:
    """A co-ordinator may move rules about in the file: nothing changes."""
    turned = replace(data, rules=data.rules[::-1])
    again = {frozenset(answers.items()): outcome for answers, outcome in diagram_of(turned).journeys()}
    assert again == {frozenset(answers.items()): outcome for answers, outcome in journeys}


def test_what_each_answer_contributed_is_said(data: Dataset, journeys: Journeys) -> None:
    """Each answer asked for is explained by a rule that names it, or is known to have only ruled something out."""
    names = {rule.id for rule in data.rules} | {companion.id for companion in data.companions}
    names |= {pair.id for pair in data.tiers.pairs} if data.tiers else set()
    names |= {partnership.id for partnership in data.geography.partnerships} if data.geography else set()
    for answers, _ in journeys:
        because = decide(data, answers).because
        assert [reason.question for reason in because] == list(answers)
        assert {reason.rule for reason in because} <= names | {""}
        assert because[0].rule


def test_an_answer_that_does_not_apply_is_left_out_and_named(data: Dataset) -> None:
    """An answer that the decision did not need never changes it, and is handed back."""
    given = {"level": "psp3", "school": "other"}
    result = decide(data, given)
    assert (result.pathway.id, dict(result.unused)) == ("not-covered-school", {"level": "psp3"})
    assert asked(data, given) == {"school": "other"}


def test_deciding_too_early_names_the_question(data: Dataset) -> None:
    """A result is never guessed from half the answers."""
    question = next_question(data, {"school": "city-secondary"})
    assert question is not None
    assert question.id == "home"
    with pytest.raises(LookupError, match="home"):
        decide(data, {"school": "city-secondary"})
