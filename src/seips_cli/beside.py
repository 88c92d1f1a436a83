"""What must point at what in the parts that stand beside the rules: tiers, places and what a school is charged."""

import re
from collections.abc import Iterator, Sequence

from .dataset import Dataset, TierMap
from .geography import Geography, Home, SchoolList
from .money.charge import Charge, Rate
from .pointing import Options, answer, cited, link, listed, named, options_by_question
from .unknown import Fault, Path, Wrong

YEAR = re.compile(r"20\d{2}-\d{2}")
#: MM-DD, but no day that some years do not have.
YEAR_BEGINS = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])")


def tiers(data: Dataset, tiers: TierMap) -> Iterator[Fault]:
    """Tier pairs name levels of their schemes, and answers to the level question."""
    options = options_by_question(data)
    levels = {scheme.id: [level.name for level in scheme.levels] for scheme in tiers.schemes}
    yield from listed(("tiers", "alongside"), "pathway", tiers.alongside, [pathway.id for pathway in data.pathways])
    yield from named(("tiers", "question"), "question", tiers.question, options)
    for n, pair in enumerate(tiers.pairs):
        path = ("tiers", "pairs", n)
        if pair.option:
            yield from answer((*path, "option"), options, tiers.question, pair.option)
        for scheme, level in pair.levels.items():
            at = (*path, "levels", scheme)
            yield from named(at, "scheme", scheme, levels)
            if scheme in levels:
                yield from named(at, f"level of `{scheme}`", level, levels[scheme])


def places(data: Dataset, geography: Geography) -> Iterator[Fault]:
    """Areas are answers to the area question, and one partnership serves each."""
    options = options_by_question(data)
    if geography.postcodes and not geography.home:
        message = "a table of postcodes needs `home`, which says what each ONS code means"
        yield ("geography", "postcodes"), Wrong(message, "missing-key", "add `home:`, or take `postcodes` out")
    if geography.home:
        yield from _home(options, geography.home)
    if geography.schools:
        yield from _schools(options, geography.schools, geography.home)
    if geography.confirm_at:
        yield from link(("geography", "confirm_at"), geography.confirm_at)
    yield from named(("geography", "question"), "question", geography.question, options)
    for n, area in enumerate(geography.areas):
        yield from answer(("geography", "areas", n, "id"), options, geography.question, area.id)
        yield from _serving(geography, n)
    yield from _partnerships(data, geography)


def _serving(geography: Geography, number: int) -> Iterator[Fault]:
    area = geography.areas[number].id
    serving = [partnership.id for partnership in geography.partnerships if area in partnership.areas]
    if len(serving) != 1:
        found = " and ".join(f"`{name}`" for name in serving) or "no partnership"
        message = f"`{area}` is served by {found}; write it under just one partnership"
        fix = f"write `{area}` under `areas` of just one partnership"
        yield ("geography", "areas", number), Wrong(message, "not-served-once", fix)


def _partnerships(data: Dataset, geography: Geography) -> Iterator[Fault]:
    areas = [area.id for area in geography.areas]
    contacts = [contact.id for contact in data.contacts]
    for n, partnership in enumerate(geography.partnerships):
        path = ("geography", "partnerships", n)
        yield from listed((*path, "areas"), "area", partnership.areas, areas)
        if partnership.status == "working-name" and not (geography.working_name and geography.confirm_at):
            message = "a working name needs `working_name` and `confirm_at`, to tell readers so"
            yield (*path, "status"), Wrong(message, "missing-key", "add both keys under `geography`")
        if partnership.contact_first:
            yield from named((*path, "contact_first"), "contact", partnership.contact_first, contacts)


def _home(options: Options, home: Home) -> Iterator[Fault]:
    """ONS codes lead to answers that exist."""
    path: Path = ("geography", "home")
    yield from named((*path, "question"), "question", home.question, options)
    yield from answer((*path, "areas"), options, home.question, home.areas)
    yield from answer((*path, "elsewhere"), options, home.question, home.elsewhere)
    for n, authority in enumerate(home.authorities):
        yield from answer((*path, "authorities", n, "option"), options, home.question, authority.option)


def _schools(options: Options, schools: SchoolList, home: Home | None) -> Iterator[Fault]:
    """Kinds of school lead to answers that exist, for homes that can be answered."""
    path: Path = ("geography", "schools")
    yield from named((*path, "question"), "question", schools.question, options)
    if home is None:
        message = "a list of schools needs `home`, which says what each ONS code means"
        yield path, Wrong(message, "missing-key", "add `home:`, or take `schools` out")
    for kind, answers in schools.answers.items():
        for home_option, option in answers.items():
            at: Path = (*path, "answers", kind, home_option)
            yield from answer(at, options, schools.question, option)
            yield from answer(at, options, home.question, home_option) if home else ()


def charging(data: Dataset, charge: Charge) -> Iterator[Fault]:
    """Whatever is charged or assumed cites the guidance, and what it names exists."""
    paragraphs, sources = ([record.id for record in records] for records in (data.guidance.paragraphs, data.sources))
    premiums = [premium.id for premium in charge.premiums]
    yield from cited(("charge",), charge.cites, paragraphs)
    yield from listed(("charge", "contacts"), "role", charge.contacts, [contact.role for contact in data.contacts])
    yield from named(("charge", "verify_at"), "source", charge.verify_at, sources)
    yield from named(("charge", "no_premium"), "premium", charge.no_premium, premiums)
    if not YEAR_BEGINS.fullmatch(charge.year_begins):
        yield ("charge", "year_begins"), Wrong("write the day as MM-DD, such as 04-01")
    for key in ("ways", "assumptions", "not_charged"):
        for n, record in enumerate(getattr(charge, key)):
            yield from cited(("charge", key, n), record.cites, paragraphs)
    for key in ("ways", "rates"):
        for n, record in enumerate(getattr(charge, key)):
            yield from named(("charge", key, n, "source"), "source", record.source, sources) if record.source else ()
    for n, rate in enumerate(charge.rates):
        yield from _rate(("charge", "rates", n), rate, charge.rates[n - 1].id if n else "", premiums)


def _rate(path: Path, rate: Rate, before: str, premiums: Sequence[str]) -> Iterator[Fault]:
    """A rate is that of a financial year after the one *before*, in pounds above 0 for known premiums."""
    if not YEAR.fullmatch(rate.id) or int(rate.id[-2:]) != (int(rate.id[:4]) + 1) % 100:
        yield (*path, "id"), Wrong("write the financial year as 2024-25")
    if rate.id <= before:
        yield (*path, "id"), Wrong(f"`{rate.id}` does not come after `{before}`; write the earliest year first")
    if not (rate.amounts or rate.missing):
        yield (*path, "amounts"), Wrong("there are none; say under `missing` what was not found", "missing-key")
    for premium, amount in rate.amounts.items():
        yield from named((*path, "amounts", premium), "premium", premium, premiums)
        if amount <= 0:
            yield (*path, "amounts", premium), Wrong("write whole pounds, more than 0")
