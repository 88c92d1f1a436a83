"""Two datasets differ for exactly the answers that are said to change, told in few blocks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.invented import combinations, dataset, datasets, outcome, reshaped
from typer.testing import Result

from seips_cli.dataset import Dataset
from seips_cli.decision import Outcome, compiled
from seips_cli.diagram import TooLarge
from seips_cli.parsing import parse
from seips_cli.proof import algebra
from seips_cli.proof.algebra import paired
from seips_cli.proof.differ import NOTHING, Block, Change, compare, shared_variables
from seips_cli.proof.edits import Edited, Named, edits

TEXT = (Path(__file__).parent.parent / "data" / "partnerships.yaml").read_text(encoding="utf-8")
SMALL = (Path(__file__).parent / "small.yaml").read_text(encoding="utf-8")
CITY = {"school": ("city-secondary",), "home": ("county",)}


def edited(old: str, new: str) -> Dataset:
    """The shipped dataset with one small edit."""
    assert TEXT.count(old) == 1
    return parse(TEXT.replace(old, new).encode())


def told(was: Outcome, now: Outcome, roles: Mapping[str, str]) -> set[Change]:
    """Every change between two outcomes, found anew: sets, no order."""
    found = {Change("pathway", was.pathways, now.pathways)} if was.pathways != now.pathways else set()
    found |= {Change("companion", before=(name,)) for name in set(was.companions) - set(now.companions)}
    found |= {Change("companion", after=(name,)) for name in set(now.companions) - set(was.companions)}
    found |= {Change("tier", _one(was.tier), _one(now.tier))} if was.tier != now.tier else set()
    before, after = ({roles[name] for name in result.contacts} for result in (was, now))
    found |= {Change("role", before=(role,)) for role in before - after}
    found |= {Change("role", after=(role,)) for role in after - before}
    found |= {Change("contact", before=(n,)) for n in set(was.contacts) - set(now.contacts) if roles[n] in after}
    found |= {Change("contact", after=(n,)) for n in set(now.contacts) - set(was.contacts) if roles[n] in before}
    moved = was.partnership != now.partnership and (before == after or (was.partnership and now.partnership))
    found |= {Change("partnership", _one(was.partnership), _one(now.partnership))} if moved else set()
    lists = ((was.companions, now.companions), (was.contacts, now.contacts))
    found |= {Change("order")} if any(one != two and set(one) == set(two) for one, two in lists) else set()
    return found


def _one(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def inside(case: Mapping[str, str], block: Block) -> bool:
    """Whether the answers of *case* are among those of *block*."""
    return all(case[question] in options for question, options in block.when.items())


Run = Callable[..., Result]
Asked = tuple[tuple[str, str], ...]
#: What each set of answers leads to.
Results = dict[tuple[str, ...], Outcome]


def asked(questions: Mapping[str, tuple[str, ...]], results: Mapping[Asked, object], given: Asked = ()) -> set[Asked]:
    """Every set of answers to the questions that matter, found by looking at all that may follow each answer."""
    if len(given) == len(questions):
        return {()}
    name, options = list(questions.items())[len(given)]
    follows = [
        [result for answers, result in results.items() if answers[: len(given) + 1] == (*given, (name, option))]
        for option in options
    ]
    if all(follow == follows[0] for follow in follows):
        return asked(questions, results, (*given, (name, options[0]))) if options else set()
    return {
        ((name, option), *rest) for option in options for rest in asked(questions, results, (*given, (name, option)))
    }


def agrees(old: Dataset, new: Dataset) -> None:
    """`compare` says just what trying every set of answers finds."""
    questions = {variable.id: variable.options for variable in shared_variables(old, new)}
    roles = {contact.id: contact.role for contact in old.contacts}
    both = {
        tuple(case.items()): (outcome(old, {**_first(old), **case}), outcome(new, {**_first(new), **case}))
        for case in combinations(questions)
    }
    difference = compare(old, new)
    for answers, results in both.items():
        changes = [change for b in difference.blocks if inside(dict(answers), b) for change in b.changes]
        assert len(changes) == len(set(changes))
        assert set(changes) == told(*results, roles)
    assert_one_sided(difference.gained, new, old, list(questions))
    assert_one_sided(difference.lost, old, new, list(questions))
    journeys = asked(questions, both)
    changed = {journey for journey in journeys if told(*_result(both, journey), roles)}
    assert (difference.compared, difference.changed) == (len(journeys), len(changed))
    for block in difference.blocks:
        assert block.cases == sum(inside({**_any(block), **dict(journey)}, block) for journey in journeys)


def assert_one_sided(blocks: Sequence[Block], data: Dataset, other: Dataset, order: Sequence[str]) -> None:
    """*blocks* hold what *data* says for each set of answers with an option that *other* does not have."""
    here, there = (options_of_questions(one) for one in (data, other))
    mine = results(data, {name: here.get(name) or there[name] for name in order})
    theirs = results(other, {name: there.get(name) or here[name] for name in order})
    roles = {contact.id: contact.role for contact in data.contacts}
    for answers, leads in mine.items():
        case = dict(zip(order, answers, strict=True))
        found = [change for block in blocks if inside(case, block) for change in block.changes]
        is_new = _has_a_new_option(answers, mine, theirs)
        expected = told(NOTHING, leads, roles) if is_new else set()
        assert len(found) == len(set(found))
        assert {replace(one, before=(), after=one.before + one.after) for one in found} == expected


def results(data: Dataset, questions: Mapping[str, Sequence[str]]) -> Results:
    """What every set of answers leads to."""
    return {tuple(case.values()): outcome(data, {**_first(data), **case}) for case in combinations(questions)}


def _has_a_new_option(answers: tuple[str, ...], mine: Results, theirs: Results) -> bool:
    """Whether, at the first question where *theirs* lacks the answer, it matters there to *mine* or to *theirs*."""
    before: tuple[str, ...] = ()
    for place, answer in enumerate(answers):
        known = list(dict.fromkeys(case[place] for case in theirs))
        if answer not in known and (matters(mine, answers[:place], place) or matters(theirs, before, place)):
            return True
        before = (*before, answer if answer in known else known[0])
    return False


def matters(results: Results, before: tuple[str, ...], place: int) -> bool:
    """Whether after the answers *before* another answer at *place* can still lead elsewhere."""
    after: dict[tuple[str, ...], set[Outcome]] = {}
    for case, leads in results.items():
        if case[:place] == before:
            after.setdefault(case[place + 1 :], set()).add(leads)
    return any(len(leads) > 1 for leads in after.values())


def options_of_questions(data: Dataset) -> dict[str, tuple[str, ...]]:
    """The ids of the options of each question."""
    return {question.id: tuple(option.id for option in question.options) for question in data.questions}


def _first(data: Dataset) -> dict[str, str]:
    """An answer to every question, for those whose options the two datasets do not share."""
    return {question.id: question.options[0].id for question in data.questions}


def _any(block: Block) -> dict[str, str]:
    return {question: options[0] for question, options in block.when.items()}


def _result(both: Mapping[Asked, tuple[Outcome, Outcome]], journey: Asked) -> tuple[Outcome, Outcome]:
    return next(results for answers, results in both.items() if set(journey) <= set(answers))


@given(datasets(), datasets())
@settings(max_examples=200, deadline=None)
def test_what_changes_is_what_trying_every_set_of_answers_finds(old: Dataset, new: Dataset) -> None:
    """Two hundred pairs of datasets with the same questions; each case that changes is in one block of that change."""
    agrees(old, new)


@given(reshaped(), reshaped())
@settings(max_examples=200, deadline=None)
def test_questions_and_options_may_differ(old: Dataset, new: Dataset) -> None:
    """What only one dataset asks, or offers, is compared as far as both can be given the same answers."""
    agrees(old, new)


@given(datasets())
@settings(max_examples=50, deadline=None)
def test_nothing_differs_from_itself(data: Dataset) -> None:
    """A copy says the same in the same words."""
    assert compare(data, replace(data)).is_empty


@given(datasets(), datasets())
@settings(max_examples=50, deadline=None)
def test_going_back_undoes_every_change(old: Dataset, new: Dataset) -> None:
    """The other way round, the same cases change, with before and after exchanged."""
    there, back = compare(old, new), compare(new, old)
    assert (there.compared, there.changed) == (back.compared, back.changed)
    turned = {Change(c.aspect, c.after, c.before) for block in back.blocks for c in block.changes}
    assert {change for block in there.blocks for change in block.changes} == turned


def test_a_rule_that_leads_elsewhere_is_one_block() -> None:
    """Children at PSP3 referred to the panel: 160 cases, told in one line."""
    new = edited("pathway: programme-managed\n    when", "pathway: panel\n    when")
    difference = compare(parse(TEXT.encode()), new)
    when = {**CITY, "exclusion": ("not-at-risk", "at-risk"), "level": ("psp3",)}
    assert difference.blocks == (Block(when, (Change("pathway", ("programme-managed",), ("panel",)),), 160),)
    assert difference.edits.edited == (Edited("rule", "at-psp3", ("pathway",)),)


def test_an_option_with_another_name_is_told_on_both_sides() -> None:
    """`at-risk` renamed: where it led, and where the new name leads, which need not be the same."""
    renamed = TEXT.replace("id: at-risk\n", "id: in-danger\n").replace("exclusion: at-risk\n", "exclusion: in-danger\n")
    new = parse(renamed.replace("[not-at-risk, at-risk]", "[not-at-risk, in-danger]").encode())
    found = compare(parse(TEXT.encode()), new)
    assert found.blocks == ()
    for blocks, option in ((found.gained, "in-danger"), (found.lost, "at-risk")):
        leads = {(*c.before, *c.after): b.when for b in blocks for c in b.changes if c.aspect == "pathway"}
        assert leads == {
            ("panel",): {**CITY, "exclusion": (option,), "level": ("none", "psp1", "psp2a", "psp2b")},
            ("programme-managed",): {**CITY, "exclusion": (option,), "level": ("psp3",)},
        }


def test_a_role_that_comes_with_a_companion_is_told_once_for_all_districts() -> None:
    """Early contact at PSP2b brings the co-ordinator, whoever that is; one district has another contact first."""
    new = edited("level: [psp1, psp2a]\n", "level: [psp1, psp2a, psp2b]\n")
    when = {
        **CITY,
        "exclusion": ("not-at-risk",),
        "level": ("psp2b",),
        "heading-for-tier-4": ("no",),
        "support": ("no",),
        "ehcp": ("no", "has-plan"),
    }
    early = (Change("companion", (), ("early-contact",)), Change("role", (), ("co-ordinator",)))
    north_west = (Change("role", (), ("county-inclusion-team",)),)
    assert compare(parse(TEXT.encode()), new).blocks == (
        Block(when, early, 16),
        Block({**when, "area": ("north-west-leicestershire",)}, north_west, 2),
    )


def test_an_area_served_by_another_partnership_changes_who_is_contacted() -> None:
    """Melton moved to the south: another partnership, and its co-ordinator for Melton's."""
    new = parse(
        TEXT.replace("areas: [melton]", "areas: []").replace("areas: [blaby,", "areas: [melton, blaby,").encode()
    )
    difference = compare(parse(TEXT.encode()), new)
    assert {change for block in difference.blocks for change in block.changes} == {
        Change("contact", before=("melton-co-ordinator",)),
        Change("contact", after=("south-leicestershire-co-ordinator",)),
        Change("partnership", ("melton",), ("south-leicestershire",)),
    }
    assert all(block.when["area"] == ("melton",) for block in difference.blocks)


@pytest.mark.parametrize(
    ("old", "new", "record", "is_wording"),
    [
        ("text: Yes, both", "text: Yes, both of them", Edited("option", "partnership-advice=yes", ("text",)), True),
        ("also: [NWL, ", "also: [", Edited("partnership", "north-west-leicestershire", ("also",)), False),
        ("phone: 0116 305 0005", "phone: 0116 305 0006", Edited("contact", "first-response", ("phone",)), False),
        ("    rank: 4\n", "    rank: 5\n", Edited("pathway", "already-excluded", ("rank",)), False),
        ("level: psp3\n", "level: [psp3]\n", Edited("rule", "at-psp3", ("when",)), False),
        ("version: 2026.11.24", "version: 2026.11.25", Edited("about", "about", ("version",)), True),
    ],
)
def test_what_changes_no_case_is_told_by_its_record(old: str, new: str, record: Edited, is_wording: bool) -> None:
    """Other words are told apart from another number, rank or name by which something is found."""
    difference = compare(parse(TEXT.encode()), edited(old, new))
    assert difference.blocks == ()
    assert difference.edits.edited == (record,)
    assert record.is_wording == is_wording
    assert not difference.is_empty


def test_records_that_come_go_or_move_are_named() -> None:
    """A question and an option more, an option less, and the questions in another order."""
    old = dataset([("talk", {})])
    new = dataset(
        [("talk", {})], questions={"plan": ("yes", "no", "draft"), "age": ("young",), "need": ("low", "some")}
    )
    found = compare(old, new).edits
    assert Named("question", "age") in found.added
    assert Named("option", "plan=draft") in found.added
    assert Named("option", "age=young") in found.added
    assert {Named("question", "home"), Named("option", "need=high")} <= set(found.removed)
    assert found.reordered == (Named("question", ""), Named("option", "plan"))


def test_what_is_too_large_to_tell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules that split the answers too finely together, or changes in more blocks than anyone reads, say so."""
    old, new = (
        dataset([]),
        dataset([("talk", {"need": "low", "plan": "no"}), ("talk", {"need": "high", "home": "here"})]),
    )
    variables = shared_variables(old, new)
    with pytest.raises(TooLarge, match="the two sets of rules split the answers into more than 3 parts"):
        paired(compiled(old, variables), compiled(new, variables), limit=3)
    monkeypatch.setattr(algebra, "MOST_BLOCKS", 1)
    with pytest.raises(TooLarge, match="the answers fall into more than 1 blocks, too many to list"):
        compare(old, new)


def test_a_changed_rate_or_assumption_is_told(data: Dataset) -> None:
    """What the school is charged is compared record by record, as everything else is."""
    assert data.charge
    rate, way = data.charge.rates[0], data.charge.ways[0]
    charge = replace(
        data.charge,
        rates=(replace(rate, inferred="otherwise"), *data.charge.rates[1:]),
        ways=(replace(way, text="In another way."), *data.charge.ways[1:]),
    )
    edited = edits(data, replace(data, charge=charge)).edited
    assert [(one.kind, one.id, one.keys) for one in edited] == [
        ("rate", rate.id, ("inferred",)),
        ("way", way.id, ("text",)),
    ]


def test_a_renamed_option_that_leads_elsewhere_is_told(seips: Run, seips_json: Any, tmp_path: Path) -> None:
    """Grave worries renamed serious, and told to wait: where the new name leads stands there, and where the old led."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(SMALL, encoding="utf-8")
    moved = SMALL.replace("grave", "serious").replace("pathway: call\n", "pathway: wait\n")
    new.write_text(moved.replace("alongside: [call]", "alongside: [wait]", 1), encoding="utf-8")
    told = seips("diff", str(old), str(new))
    assert told.exit_code == 1
    assert "new answers: worry serious: pathway wait, 2 cases\n" in told.stdout
    assert "new answers: worry serious, side north: companion write, 1 case\n" in told.stdout
    assert "answers gone: worry grave: pathway call; tier top; role office, 2 cases\n" in told.stdout
    shown = seips_json("diff", str(old), str(new))
    change = {"aspect": "pathway", "before": [], "after": ["wait"]}
    assert shown["new_answers"][0] == {"when": {"worry": ["serious"]}, "cases": 2, "changes": [change]}
    assert shown["lost_answers"][0]["when"] == {"worry": ["grave"]}


def test_a_renamed_option_alone_is_no_other_result(seips: Run, tmp_path: Path) -> None:
    """Where all that both can be given leads where it led, the last line says so, and of how many cases."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(SMALL, encoding="utf-8")
    new.write_text(SMALL.replace("grave", "serious"), encoding="utf-8")
    told = seips("diff", str(old), str(new)).stdout
    assert told.endswith("every case that both can be given leads where it led (1 case compared)\n")
    assert "new answers: worry serious: pathway call; tier top; role office, 2 cases\n" in told
