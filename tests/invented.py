"""Small invented datasets for the tests, and what they mean, told without a diagram."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import strategies as st

from seips_cli.dataset import (
    About,
    Companion,
    Contact,
    Dataset,
    Guidance,
    Level,
    Option,
    Paragraph,
    Pathway,
    Question,
    Rule,
    Scheme,
    Source,
    TierMap,
    TierPair,
)
from seips_cli.decision import Outcome, contacts_for, find, holds, is_local
from seips_cli.geography import Area, Geography, Partnership
from seips_cli.record import Condition

DAY = datetime.date(2026, 11, 24)
QUESTIONS = {"need": ("low", "some", "high"), "plan": ("no", "yes"), "home": ("here", "there", "away")}
PATHWAYS = ("talk", "meet", "act")
ROLES = ("desk", "local")
GEOGRAPHY = Geography(
    question="home",
    working_name="a working name",
    confirm_at="https://example.org",
    areas=tuple(Area(area, f"E-{area}", "page") for area in ("here", "there")),
    partnerships=tuple(Partnership(f"p-{area}", area, "published", (area,), "page") for area in ("here", "there")),
)


def dataset(
    rules: Sequence[tuple[str, Condition]],
    companions: Sequence[tuple[str, tuple[str, ...], Condition]] = (),
    questions: Mapping[str, tuple[str, ...]] = QUESTIONS,
    ranks: Sequence[int | None] = (0, 1, 2),
    roles: Sequence[tuple[str, ...]] = ((), (), ()),
    tier: str = "",
    geography: Geography | None = None,
) -> Dataset:
    """A dataset of three pathways; all that a test does not care about is filled in."""
    return Dataset(
        about=About("Invented", "1", DAY, "Be careful.", ()),
        guidance=Guidance("A note", "2026-11", (Paragraph("one", "All of it."),)),
        sources=(Source("page", "A page", "2026", DAY, "primary"),),
        questions=tuple(
            Question(name, f"{name}?", "Because.", ("one",), tuple(Option(o, o) for o in options), name == "need")
            for name, options in questions.items()
        ),
        rules=tuple(Rule(f"r{n}", pathway, when, "stated", ("one",)) for n, (pathway, when) in enumerate(rules)),
        companions=tuple(
            Companion(f"c{n}", pathway, alongside, when, "stated", ("one",))
            for n, (pathway, alongside, when) in enumerate(companions)
        ),
        pathways=tuple(
            Pathway(name, name, name, "stated", (), (), rank, contacts=contacts)
            for name, rank, contacts in zip(PATHWAYS, ranks, roles, strict=True)
        ),
        evidence=(),
        costs=(),
        contacts=tuple(_contacts()),
        tiers=_tiers(tier) if tier else None,
        geography=geography,
    )


def _contacts() -> Iterator[Contact]:
    """A desk for everybody; in the local role somebody for everybody, and somebody for one of the areas."""
    for name, role, partnership in (("desk", "desk", ""), ("local", "local", ""), ("local-here", "local", "p-here")):
        yield Contact(name, role, name, name, "not-published", "stated", "page", partnership)


def _tiers(option: str) -> TierMap:
    pair = TierPair("pair", {"ladder": "One"}, "stated", "So it is.", ("one",), option)
    return TierMap("need", ("meet", "act"), (Scheme("ladder", "Ladder", (Level("One"),)),), (pair,))


def combinations(questions: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Every set of one answer to each question."""
    for options in product(*questions.values()):
        yield dict(zip(questions, options, strict=True))


def outcome(data: Dataset, answers: Mapping[str, str]) -> Outcome:
    """What *data* says for a full set of answers, rule by rule and with no diagram."""
    pathways = tuple(dict.fromkeys(rule.pathway for rule in data.rules if holds(rule.when, answers)))
    beside = [
        companion.pathway
        for companion in data.companions
        if holds(companion.when, answers) and set(pathways) & set(companion.alongside)
    ]
    companions = tuple(dict.fromkeys(name for name in beside if name not in pathways))
    tier = ""
    if data.tiers and set(pathways) & set(data.tiers.alongside):
        tier = next((p.id for p in data.tiers.pairs if answers[data.tiers.question] == p.option), "")
    roles = dict.fromkeys(role for name in pathways + companions for role in find(data.pathways, name).contacts)
    serving = None
    if data.geography and any(is_local(data, role) for role in roles):
        home = answers.get(data.geography.question)
        serving = next((p for p in data.geography.partnerships if home in p.areas), None)
    contacts = [contact.id for role in roles for contact in contacts_for(data, role, serving)]
    return Outcome(pathways, companions, tier, serving.id if serving else "", tuple(dict.fromkeys(contacts)))


@st.composite
def conditions(draw: st.DrawFn, questions: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """A condition on some of the questions."""
    named = draw(st.lists(st.sampled_from(list(questions)), unique=True))
    some = {name: st.lists(st.sampled_from(questions[name]), min_size=1, unique=True) for name in named}
    return {name: tuple(draw(options)) for name, options in some.items()}


@st.composite
def datasets(draw: st.DrawFn, questions: Mapping[str, tuple[str, ...]] = QUESTIONS) -> Dataset:
    """Datasets as they come: with gaps, conflicts and parts that nothing reaches."""
    pathway = st.sampled_from(PATHWAYS)
    some = st.lists(st.sampled_from(ROLES), unique=True).map(tuple)
    alongside = st.lists(pathway, min_size=1, unique=True).map(tuple)
    return dataset(
        draw(st.lists(st.tuples(pathway, conditions(questions)), max_size=6)),
        draw(st.lists(st.tuples(pathway, alongside, conditions(questions)), max_size=2)),
        questions,
        draw(st.tuples(*[st.none() | st.integers(0, 2)] * 3)),
        draw(st.tuples(some, some, some)),
        draw(st.sampled_from(("", *questions.get("need", ())))),
        draw(st.sampled_from((None, GEOGRAPHY))) if set(questions.get("home", ())) >= {"here", "there"} else None,
    )


@st.composite
def reshaped(draw: st.DrawFn) -> Dataset:
    """Datasets whose questions and options are some of the usual ones, or new ones, in any order."""
    known = {**QUESTIONS, "age": ("young", "old")}
    names = draw(st.lists(st.sampled_from(list(known)), min_size=1, unique=True))
    options = {name: st.lists(st.sampled_from((*known[name], "other")), min_size=1, unique=True) for name in names}
    return draw(datasets({name: tuple(draw(listed)) for name, listed in options.items()}))
