"""A dataset is proven whole: every class of fault is found, with a case that shows it, and none that is not there."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from tests.conftest import ROOT
from tests.generated_tables import as_dataset, questions, scattered, split
from tests.invented import GEOGRAPHY, QUESTIONS, combinations, dataset, datasets, outcome

from seips_cli.age import MONTHS, months_between
from seips_cli.dataset import Dataset, Rule
from seips_cli.decision import diagram_of, holds
from seips_cli.parsing import parse
from seips_cli.proof import tables
from seips_cli.proof.finding import Finding
from seips_cli.proof.prove import Proof, citations, prove
from seips_cli.proof.review import overdue, working_names
from seips_cli.proof.rules import MOST_CONFLICTS
from seips_cli.record import Condition, options_of

TEXT = (Path(__file__).parent.parent / "data" / "partnerships.yaml").read_text(encoding="utf-8")
AT_RISK = "      exclusion: at-risk\n      level: [none, psp1, psp2a, psp2b]"
CITY = "`school` is `city-secondary` and `home` is `county`"
CITY_CASE = {"school": "city-secondary", "home": "county"}
COMPANIONS = "# Pathways shown beside the primary one."
NEW_RULE = """\
  - id: {id}
    pathway: {pathway}
    when: {when}
    basis: stated
    cites: [access-1]

"""

Told = tuple[tuple[str | int, ...], str, str, str, Mapping[str, str]]


def told(proof: Proof) -> list[Told]:
    """All findings, in the order of the file, as plain tuples."""
    found = sorted(proof.findings, key=lambda finding: str(finding.path))
    return [(finding.path, finding.kind, finding.message, finding.fix, finding.case) for finding in found]


def test_the_shipped_dataset_is_proven(data: Dataset) -> None:
    """Nothing is wrong with it, and what was counted is what going through every journey counts."""
    proof = prove(data)
    assert proof.findings == ()
    assert proof.journeys == len(list(diagram_of(data).journeys()))
    assert proof.combinations == 3 * 4 * 3 * 5 * 2 * 2 * 3 * 2 * 2 * 2 * 8
    assert (proof.rules, proof.questions, proof.companions) == (15, 11, 6)
    assert proof.citations > proof.rules + proof.questions + proof.companions


BROKEN: dict[str, tuple[str, str, list[Told]]] = {
    "a case without a pathway": (
        AT_RISK,
        AT_RISK.replace(", psp2b", ""),
        [
            (
                ("rules",),
                "no-pathway",
                f"no rule holds where {CITY} and `exclusion` is `at-risk` and `level` is `psp2b`",
                "let rule `at-risk-of-exclusion` (pathway `panel`) hold at `level` `psp2b` too",
                {**CITY_CASE, "exclusion": "at-risk", "level": "psp2b"},
            )
        ],
    ),
    "a case with two pathways": (
        AT_RISK,
        AT_RISK.replace("psp2b]", "psp2b, psp3]"),
        [
            (
                ("rules", 8),
                "two-pathways",
                "two pathways for the same answers: rule `at-psp3` leads to `programme-managed`, "
                "rule `at-risk-of-exclusion` to `panel`",
                "take `psp3` out of `level` in rule `at-risk-of-exclusion`, if the other is right there",
                {**CITY_CASE, "exclusion": "at-risk", "level": "psp3"},
            )
        ],
    ),
    "a rule that never applies": (
        COMPANIONS,
        NEW_RULE.format(id="rutland", pathway="another-authority", when="{school: city-secondary, home: elsewhere}")
        + COMPANIONS,
        [
            (
                ("rules", 15),
                "rule-never-applies",
                "never decides: wherever it holds, rule `home-elsewhere` leads to `another-authority` already",
                "take it out, or correct its conditions or its pathway",
                {},
            )
        ],
    ),
    "a companion that is never shown, and so a pathway that nothing reaches": (
        "      level: [psp1, psp2a]\n",
        "      level: psp3\n",
        [
            (
                ("companions", 5),
                "companion-never-shown",
                "never shown: its condition never holds beside `own-programmes`",
                "correct `when` or `alongside`, or take the companion out",
                {},
            ),
            (
                ("pathways", 16),
                "pathway-never-reached",
                "never reached: no answers lead here, as the primary pathway or as a companion",
                "write a rule for it, or take it out",
                {},
            ),
        ],
    ),
    "a line of evidence that is never shown": (
        "evidence: [standard-form, sen-resources-used, risk-assessment]",
        "evidence: [standard-form, sen-resources-used]",
        [
            (
                ("evidence", 2),
                "evidence-never-shown",
                "never shown: no pathway that answers lead to carries this line",
                "name it under `evidence` of a pathway, or take it out",
                {},
            )
        ],
    ),
    "a cost that is never shown": (
        "costs: [school-charge, partnership-share, no-provision-bill, figure-not-given]",
        "costs: [school-charge, partnership-share, no-provision-bill]",
        [
            (
                ("costs", 3),
                "cost-never-shown",
                "never shown: no pathway that answers lead to carries this line",
                "name it under `costs` of a pathway, or take it out",
                {},
            )
        ],
    ),
    "a tier pair that is never shown": (
        "    - programme-managed\n    - panel\n",
        "    - panel\n",
        [
            (
                ("tiers", "pairs", 4),
                "tier-never-shown",
                "never shown: no result for `psp3` shows a tier",
                "name a pathway under `alongside` that this answer leads to, or take `option` out",
                {},
            )
        ],
    ),
    "two tier pairs for one answer": (
        "option: psp2b\n",
        "option: psp2a\n",
        [
            (
                ("questions", 3, "options", 3),
                "option-never-matters",
                "changes nothing: it always leads where `none` leads",
                "name it in a condition, or make the two options one",
                {},
            ),
            (
                ("tiers", "pairs", 3),
                "two-tiers",
                "`psp2a` stands for tier pair `tier-3-psp2a` and for tier pair `psp2b`",
                "leave `psp2a` to one of them",
                {},
            ),
        ],
    ),
    "a contact that no result names": (
        "contacts: [city-services]",
        "contacts: [home-authority]",
        [
            (
                ("contacts", 11),
                "contact-never-shown",
                "no result names this contact; only the list of all contacts does",
                "name the role `city-services` under `contacts` of a pathway, or take the contact out",
                {},
            )
        ],
    ),
    "a question that never matters": (
        "    when:\n      sen-resources: no\n",
        "    when: {}\n",
        [
            (
                ("questions", 9),
                "question-never-matters",
                "never asked: no answer to it changes any result",
                "name it in the `when` of a rule or companion, or take it out",
                {},
            )
        ],
    ),
    "an option that never matters": (
        "    when:\n      ehcp: has-plan\n",
        "    when:\n      ehcp: [no, has-plan]\n",
        [
            (
                ("questions", 6, "options", 2),
                "option-never-matters",
                "changes nothing: it always leads where `no` leads",
                "name it in a condition, or make the two options one",
                {},
            )
        ],
    ),
    "worse need routed milder": (
        "    rank: 3\n",
        "    rank: 1\n",
        [
            (
                ("rules", 7),
                "milder-for-worse",
                "worse need is routed milder: where `level` goes from `psp2b` to `psp3`, "
                "`panel` (rule `at-risk-of-exclusion`, rank 2) gives way to "
                "`programme-managed` (rule `at-psp3`, rank 1)",
                "decide which of the two is right at `level` `psp3`, or correct the ranks",
                {**CITY_CASE, "exclusion": "at-risk", "level": "psp2b"},
            )
        ],
    ),
    "a rank that is lost": (
        "    rank: 4\n",
        "",
        [
            (
                ("rules", 6),
                "milder-for-worse",
                "worse need is routed milder: where `exclusion` goes from `at-risk` to `excluded`, "
                f"`{pathway}` (rule `{rule}`, rank {rank}) gives way to `already-excluded` (rule `excluded`, no rank)",
                "decide which of the two is right at `exclusion` `excluded`, or correct the ranks",
                {**CITY_CASE, "exclusion": "at-risk", "level": level},
            )
            for pathway, rule, rank, level in (
                ("programme-managed", "at-psp3", 3, "psp3"),
                ("panel", "at-risk-of-exclusion", 2, "none"),
            )
        ],
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), BROKEN.values(), ids=BROKEN)
def test_each_class_of_fault_is_told(old: str, new: str, expected: list[Told]) -> None:
    """One small edit of the shipped dataset, and all that is then said."""
    assert old in TEXT
    assert told(prove(parse(TEXT.replace(old, new).encode()))) == expected


def test_a_partnership_that_is_never_shown_is_told() -> None:
    """Who serves nobody is named by no result."""
    text = TEXT.replace("areas: [melton]", "areas: []").replace("areas: [blaby,", "areas: [melton, blaby,")
    assert [(path, kind) for path, kind, *_ in told(prove(parse(text.encode())))] == [
        (("contacts", 3), "contact-never-shown"),
        (("geography", "partnerships", 3), "partnership-never-shown"),
    ]


def test_only_what_leaves_every_answer_right_is_a_warning(data: Dataset) -> None:
    """Contacts in no result, options that do the same, old facts and working names do not stop anyone."""
    assert {finding.severity for finding in working_names(data)} == {"warning"}
    old, new, _ = BROKEN["an option that never matters"]
    assert prove(parse(TEXT.replace(old, new).encode())).faults == ()
    old, new, _ = BROKEN["a case without a pathway"]
    assert len(prove(parse(TEXT.replace(old, new).encode())).faults) == 1


def test_rules_that_only_together_do_the_work_of_another_are_all_named() -> None:
    """Two rules cover a third between them; of two that are alike only the later is told."""
    rules = [("talk", {"plan": "no"}), ("talk", {"plan": "yes"}), ("talk", {"need": "high"}), ("talk", {"plan": "no"})]
    messages = {f.path: f.message for f in prove(dataset(rules)).findings if f.kind == "rule-never-applies"}
    assert messages == {
        ("rules", 2): "never decides: wherever it holds, rules `r0` and `r1` lead between them to `talk` already",
        ("rules", 3): "never decides: wherever it holds, rule `r0` leads to `talk` already",
    }


def test_a_gap_is_closed_by_the_rule_beside_it() -> None:
    """A gap is as wide as it goes, and a rule one option away that can take all of it is named."""
    rules: list[tuple[str, Condition]] = [("talk", {"need": "low"}), ("act", {"need": "high"})]
    found = prove(dataset(rules)).findings
    assert [(finding.message, finding.fix) for finding in found if finding.kind == "no-pathway"] == [
        ("no rule holds where `need` is `some`", "let rule `r0` (pathway `talk`) hold at `need` `some` too")
    ]


def test_a_rule_that_would_close_only_part_of_a_gap_is_not_named() -> None:
    """Whoever did as was said would find the rest of the gap still there."""
    found = prove(dataset([("talk", {"need": "low", "plan": "no"}), ("act", {"need": "high", "plan": "no"})])).findings
    assert {finding.message: finding.fix for finding in found if finding.kind == "no-pathway"} == {
        "no rule holds where `need` is `some`": "write a rule for these answers",
        "no rule holds where `need` is `low` or `high` and `plan` is `yes`": "write a rule for these answers",
    }


def test_a_gap_that_no_rule_may_grow_into_needs_a_rule_of_its_own() -> None:
    """Where every rule beside it would clash with another if it were wider, none is proposed."""
    low_or_high, away = ("low", "high"), ("there", "away")
    rules: list[tuple[str, Condition]] = [
        ("talk", {"need": "some", "plan": "no"}),
        ("act", {"plan": "yes", "home": away}),
        ("meet", {"need": low_or_high, "home": "here"}),
        ("talk", {"need": low_or_high, "plan": "no", "home": away}),
    ]
    found = [finding for finding in prove(dataset(rules)).findings if finding.kind == "no-pathway"]
    assert [(finding.fix, finding.case) for finding in found] == [
        ("write a rule for these answers", {"need": "some", "plan": "yes", "home": "here"})
    ]


@pytest.mark.parametrize("some", [[], [("meet", {"need": "some"}), ("act", {"need": "some"})]], ids=["gap", "conflict"])
def test_answers_between_that_nothing_decides_hide_no_fall(some: list[tuple[str, Condition]]) -> None:
    """A child in little need is seen first, and one in grave need last, whatever is wrong with those between."""
    rules: list[tuple[str, Condition]] = [("act", {"need": "low"}), *some, ("talk", {"need": "high"})]
    found = [finding for finding in prove(dataset(rules)).findings if finding.kind == "milder-for-worse"]
    assert [(finding.path, finding.case) for finding in found] == [(("rules", len(rules) - 1), {"need": "low"})]
    assert "where `need` goes from `low` to `high`, `act` (rule `r0`, rank 2) gives way to `talk`" in found[0].message


@given(datasets())
@settings(max_examples=300, deadline=None)
def test_a_fix_does_no_harm(data: Dataset) -> None:
    """Whoever does what a finding says is rid of it, and has no gap, no conflict and no fall that was not there."""
    before = _faulty(data)
    for finding in prove(data).findings:
        if changed := _followed(data, finding):
            new = replace(data, rules=changed)
            after = _faulty(new)
            assert {kind: after[kind] <= before[kind] for kind in before} == dict.fromkeys(before, True)
            assert finding.message not in {other.message for other in prove(new).findings}


def _faulty(data: Dataset) -> dict[str, set[object]]:
    """Every case without a pathway and with two, and between which pathways the rank falls, found one by one."""
    results = [(tuple(case.values()), outcome(data, case).pathways) for case in combinations(QUESTIONS)]
    gaps = {case for case, pathways in results if not pathways}
    return {"gaps": {*gaps}, "conflicts": {case for case, p in results if len(p) > 1}, "falls": {*_falls(data)}}


def _followed(data: Dataset, finding: Finding) -> tuple[Rule, ...]:
    """The rules after what *finding* says was done; none where it leaves that to whoever knows."""
    names = finding.fix.split("`")[1::2]
    if finding.fix.startswith("let rule") and finding.kind == "no-pathway":
        return _at(data, names[0], names[2], set(names[3:]), gained=True)
    if finding.fix.startswith("take `"):
        return _at(data, names[-1], names[-2], set(names[:-2]), gained=False)
    if finding.fix.startswith("let rule"):
        changed = replace(data, rules=_at(data, names[0], "need", {names[1]}, gained=True))
        return _at(changed, names[2], "need", {names[1]}, gained=False)
    return ()


def _at(data: Dataset, name: str, question: str, options: set[str], *, gained: bool) -> tuple[Rule, ...]:
    """The rules, with one that holds for more *options* of a question than it did, or for fewer."""

    def other(rule: Rule) -> Rule:
        held = set(options_of(rule.when, question) or QUESTIONS[question])
        return replace(rule, when={**rule.when, question: tuple(held | options if gained else held - options)})

    return tuple(other(rule) if rule.id == name else rule for rule in data.rules)


def test_a_rule_for_no_answers_blames_no_other() -> None:
    """Where a question has no options nothing holds, so no rule does the work of another."""
    proof = prove(dataset([("talk", {"plan": ()}), ("talk", {})]))
    assert not [finding for finding in proof.findings if "rule  " in finding.message]


def test_a_dataset_without_rules_has_one_gap() -> None:
    """Nothing holds at all."""
    found = [finding for finding in prove(dataset([])).findings if finding.kind == "no-pathway"]
    assert [(finding.message, finding.fix) for finding in found] == [
        ("no rule holds at all", "write a rule for these answers")
    ]


def test_two_rules_for_all_the_same_answers_need_a_condition_more() -> None:
    """There is nothing to take out of either."""
    found = prove(dataset([("talk", {"plan": "no"}), ("act", {"plan": "no"})])).findings
    assert [finding.fix for finding in found if finding.kind == "two-pathways"] == [
        "take one of them out, or add a condition to both that tells them apart"
    ]


def test_what_is_too_large_is_told_beside_what_could_be_proven() -> None:
    """Rules that split the answers too finely cannot be answered by; their overlaps are told all the same."""
    asked = questions(40, 3)
    clauses = [{question: tuple(options) for question, options in c.items()} for c in scattered(asked, 60, 8)]
    rules = [(("talk", "meet")[n % 2], clause) for n, clause in enumerate(clauses)]
    proof = prove(dataset(rules, questions={variable.id: variable.options for variable in asked}))
    assert proof.journeys is None
    assert proof.combinations == 3**40
    assert {"too-many-parts", "two-pathways", "no-pathway"} <= {finding.kind for finding in proof.findings}
    assert next(finding for finding in proof.findings if finding.kind == "too-many-parts").message == (
        "the rules split the answers into more than 200,000 parts: "
        "nothing can be answered, and what no answers lead to is not looked for"
    )


@pytest.mark.parametrize(("number", "seed"), [(100, 1), (100, 3), (300, 1)])
def test_rules_that_do_not_overlap_are_proven_whole(number: int, seed: int) -> None:
    """Over 10^12 cases with every question ordered, nothing is too much but, of 300 rules, to answer by them."""
    asked = questions(12, 10)
    proof = prove(as_dataset(asked, split(asked, number, seed)))
    assert [one.kind for one in proof.faults] == (["too-many-parts"] if number == 300 else [])
    assert (proof.combinations, proof.journeys is None) == (10**12, number == 300)


@given(datasets())
@settings(max_examples=300, deadline=None)
def test_findings_are_those_that_trying_every_set_of_answers_finds(data: Dataset) -> None:
    """Gaps, conflicts, milder routes and what nothing reaches; a dataset with faults is looked through to the end."""
    every = [(case, outcome(data, case)) for case in combinations(QUESTIONS)]
    proof = prove(data)
    assert proof.combinations == len(every)
    for case, result in every:
        told_of = [f for f in proof.findings if f.kind == "no-pathway" and f.case.items() <= case.items()]
        assert not (told_of and result.pathways)
    assert any(f.kind == "no-pathway" for f in proof.findings) == any(not result.pathways for _, result in every)
    assert _conflicts(proof) == {
        (n, m)
        for m in range(len(data.rules))
        for n in range(m)
        if data.rules[n].pathway != data.rules[m].pathway
        and any(holds(data.rules[n].when, case) and holds(data.rules[m].when, case) for case, _ in every)
    }
    falls = [f for f in proof.findings if f.kind == "milder-for-worse"]
    assert sorted(_fall(data, f) for f in falls) == sorted(_falls(data))
    reached = {name for _, result in every for name in result.pathways + result.companions}
    assert _ids(proof, "pathways", data.pathways) == {p.id for p in data.pathways} - reached
    shown = {name for _, result in every for name in result.contacts}
    assert _ids(proof, "contacts", data.contacts) == {contact.id for contact in data.contacts} - shown
    assert _ids(proof, "questions", data.questions) == {name for name in QUESTIONS if not _matters(data, name)}


def _fall(data: Dataset, finding: Finding) -> tuple[str, str]:
    """From which pathway to which the rank falls in the case that is shown, with no diagram and no table."""
    worse = finding.message.split("`")[5]
    before, after = (
        outcome(data, {**answers, **finding.case, "need": option}).pathways
        for answers in [next(combinations(QUESTIONS))]
        for option in (finding.case["need"], worse)
    )
    return (*before, *after)  # type: ignore[return-value]


def _conflicts(proof: Proof) -> set[tuple[int, int]]:
    """The numbers of the rules that clash, read from the messages: a rule's id is its number."""
    found = [f.message.split("`") for f in proof.findings if f.kind == "two-pathways"]
    return {(int(words[1].removeprefix("r")), int(words[5].removeprefix("r"))) for words in found}


def _ids(proof: Proof, key: str, records: tuple[object, ...]) -> set[str]:
    numbers = [f.path[1] for f in proof.findings if f.path[0] == key and len(f.path) == 2]
    return {getattr(records[int(number)], "id", "") for number in numbers}


def _falls(data: Dataset) -> set[tuple[str, str]]:
    """The pairs of pathways between which a worse answer to the one ordered question lowers the rank.

    Answers that lead to no pathway, or to two, are passed over: they hide no fall from one side of them to the other.
    """
    ranks = {pathway.id: pathway.rank for pathway in data.pathways}
    found = set()
    for case in combinations(QUESTIONS):
        results = [outcome(data, {**case, "need": option}).pathways for option in QUESTIONS["need"]]
        for before, after in pairwise([pathways[0] for pathways in results if len(pathways) == 1]):
            rank, lower = ranks[before], ranks[after]
            if rank is not None and (lower is None or lower < rank):
                found.add((before, after))
    return found


def _matters(data: Dataset, question: str) -> bool:
    """Whether some result is another for another answer to *question* alone."""
    return any(
        outcome(data, case) != outcome(data, {**case, question: option})
        for case in combinations(QUESTIONS)
        for option in QUESTIONS[question]
    )


def test_two_partnerships_for_one_area_are_told() -> None:
    """A dataset made in code is not read, so nothing has looked at its references yet."""
    again = replace(GEOGRAPHY.partnerships[0], id="again")
    geography = replace(GEOGRAPHY, partnerships=(*GEOGRAPHY.partnerships, again))
    messages = [finding.message for finding in prove(dataset([("talk", {})], geography=geography)).findings]
    assert "`here` stands for partnership `p-here` and for partnership `again`" in messages


def test_facts_past_their_review_date_are_warned_of(data: Dataset) -> None:
    """The day a year after the last look is the first that warns; a look still to come is a fault.

    Whoever looks back from a later day to one before the last look finds nothing wrong.
    """
    day = data.about.checked_on
    year_on = day.replace(year=day.year + 1)
    assert list(overdue(data, day, day)) == []
    assert list(overdue(data, year_on - datetime.timedelta(days=1), day)) == []
    found = list(overdue(data, year_on, day))
    assert {finding.severity for finding in found} == {"warning"}
    assert found[0].path == ("about", "checked_on")
    assert found[0].message == f"last checked on {day}, {MONTHS} months ago or more"
    assert {finding.path[0] for finding in found} == {"about", "sources"}
    before = day - datetime.timedelta(days=1)
    assert list(overdue(data, before, day)) == []
    early = list(overdue(data, year_on, before))
    assert {(finding.kind, finding.severity) for finding in early} == {("checked-in-future", "fault")}


@pytest.mark.parametrize(
    ("day", "later", "months"),
    [("2026-11-24", "2027-11-23", 11), ("2026-11-24", "2027-11-24", 12), ("2026-01-31", "2026-02-28", 0)],
)
def test_months_are_whole(day: str, later: str, months: int) -> None:
    """A month is over on the same day of the next."""
    assert months_between(datetime.date.fromisoformat(day), datetime.date.fromisoformat(later)) == months


def test_working_names_are_warned_of(data: Dataset) -> None:
    """Five partnerships, none of whose names is published, each with the page to confirm it on."""
    found = list(working_names(data))
    assert [finding.path for finding in found] == [("geography", "partnerships", n, "status") for n in range(5)]
    assert found[0].message == "`Hinckley and Bosworth` is a working name that nobody has confirmed"
    assert found[0].fix == (
        "confirm it on https://www.leicsseips.org/about_us, then write `status: published` and the source"
    )


def test_no_part_of_a_proof_goes_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part has a limit and says when it is passed; the others are told all the same."""
    rules: list[tuple[str, Condition]] = [
        ("talk", {"need": ("low", "high")}),
        ("act", {"plan": "no"}),
        ("meet", {"plan": "yes"}),
        ("talk", {"need": "low", "plan": "no"}),
    ]
    monkeypatch.setattr(tables.Budget.__init__, "__defaults__", (0,))
    proof = prove(dataset(rules))
    assert {finding.kind: finding.message for finding in proof.findings if "too much" in finding.message} == {
        "too-large": "the rules overlap too much to be looked through in 0 steps",
        "not-looked-for": "the rules overlap too much to be looked through in 0 steps: "
        "not all rules that decide nothing are told",
    }
    assert proof.journeys == len(list(diagram_of(dataset(rules)).journeys()))
    assert len([finding for finding in proof.findings if finding.kind == "two-pathways"]) == 3


def test_every_citation_in_the_file_is_counted(data: Dataset) -> None:
    """What `check` says it looked at is every paragraph named under a `cites` of the file."""
    document = yaml.load((ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)

    def cited(part: Any) -> int:
        parts = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        return sum(len(value) if key == "cites" else cited(value) for key, value in parts)

    assert citations(data) == cited(document)


def test_many_conflicts_end_the_search() -> None:
    """A table in which hardly anything agrees is refused after so many conflicts, and not looked at for minutes."""
    rules = tuple(
        f"  - {{id: r{n}, when: {{}}, pathway: {'call' if n % 2 else 'wait'}, basis: stated, cites: [first]}}\n"
        for n in range(80)
    )
    small = (ROOT / "tests" / "small.yaml").read_text(encoding="utf-8")
    proof = prove(parse(small.replace("rules:\n", "rules:\n" + "".join(rules), 1).encode()))
    assert [finding.kind for finding in proof.findings].count("two-pathways") == MOST_CONFLICTS
    assert {finding.kind for finding in proof.findings} == {"two-pathways", "too-large"}
