"""What a period costs the school: what was typed to figures, and figures to totals. Nothing here prints.

Money is `Decimal` and shares of a year are `Fraction`, so nothing is rounded before the end.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal, TypeVar

from ..errors import NoAnswer, SeipsError, UnansweredQuestion
from ..lookup import echo
from .charge import Charge, Counting, Premium, Rate, Way

Thing = TypeVar("Thing")
#: As in the finance regulations: a whole year is 52 complete weeks, and the day or two over are dropped.
WEEKS_A_YEAR = 52
TERMS_A_YEAR = 3
FIRST_YEAR, LAST_YEAR = 2000, 2099
MOST_YEARS = 8
MOST_POUNDS = 100_000
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
POUNDS = re.compile(r"£?\s*((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]{1,2})?)")
TERMS = re.compile(r"[0-9](?:\.[05])?")


@dataclass(frozen=True)
class Figure:
    """Pounds a year, and who says so."""

    amount: Decimal
    origin: Literal["given", "local", "dataset"] = "given"
    checked_on: date | None = None
    rate: Rate | None = None


@dataclass(frozen=True)
class Request:
    """What was asked, as it was typed. Figures and terms may be given for one year each, as `YEAR=FIGURE`."""

    first: str
    last: str
    average: tuple[str, ...] = ()
    premium: str = ""
    pupil_premium: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    way: str = ""


@dataclass(frozen=True)
class Part:
    """The part of a period in one financial year; its first and last day both count."""

    year: str
    first: date
    last: date
    days_a_year: int

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> int:
        """How many complete weeks it has."""
        return self.days // 7


@dataclass(frozen=True)
class Line:
    """One figure for one part of a period: *count* of *of* equal shares of a year."""

    part: Part
    item: Literal["average-pupil-cost", "pupil-premium"]
    figure: Figure
    count: Decimal
    of: int

    @property
    def exact(self) -> Fraction:
        """The product, not rounded."""
        return Fraction(self.figure.amount) * Fraction(self.count) / self.of

    @property
    def amount(self) -> Decimal:
        """The product to the penny, to be shown."""
        return to_the_penny(self.exact)


@dataclass(frozen=True)
class Total:
    """The sum by one way of counting, with the lines that it is made of."""

    way: Way
    lines: tuple[Line, ...]

    @property
    def amount(self) -> Decimal:
        """The sum of the exact lines, rounded once."""
        return to_the_penny(sum((line.exact for line in self.lines), Fraction(0)))


@dataclass(frozen=True)
class Bill:
    """A period, the figures of each of its years, and the total by each way of counting."""

    charge: Charge
    parts: tuple[Part, ...]
    averages: Mapping[str, Figure]
    premium: Premium | None
    """The kind of premium, where one was chosen."""
    premiums: Mapping[str, Figure]
    """Empty where the child attracts none."""
    totals: tuple[Total, ...]
    chosen: bool
    """Whether one way of counting was asked for."""
    left_out: Mapping[Counting, str] = field(default_factory=dict)
    """Ways that could not be counted, with the reason."""


def reckon(charge: Charge, request: Request, local: Figure | None = None, since: str = "") -> Bill:
    """The bill for *request*; *local* is the average pupil cost to use where none is given.

    *since* is the month of the guidance. Raises SeipsError for what cannot be read, and NoAnswer for a year whose rate
    was not found.
    """
    parts = split(*period(request.first, request.last, since), charge.year_begins)
    averages = _averages(charge, parts, request, local)
    premium = _premium(charge, request)
    premiums = _premiums(charge, parts, request, premium)
    shares = _shares(parts, request.terms if request.way in ("", "terms") else ())
    counted, left_out = _ways(charge, request.way, shares, _terms_wanted(parts))
    totals = tuple(Total(way, tuple(_lines(averages, premiums, shares[way.id]))) for way in counted)
    return Bill(charge, parts, averages, premium, premiums, totals, bool(request.way), left_out)


def period(first: str, last: str, since: str = "") -> tuple[date, date]:
    """The first and last day as dates. Raises SeipsError for what is no period that could be charged."""
    start, end = day(first, "--from"), day(last, "--to")
    if start.isoformat() < since:
        # The day is not repeated: it may be somebody's date of birth.
        raise SeipsError(f"the first day is before the guidance of {since}", hint="give the days that were charged")
    if end < start:
        raise SeipsError(f"the last day, {end}, is before the first, {start}", hint="swap --from and --to")
    if end.year - start.year >= MOST_YEARS:
        raise SeipsError(
            f"the dates are {end.year - start.year} years apart", hint="check the years in --from and --to"
        )
    return start, end


def day(text: str, option: str) -> date:
    """The date that *text* is, from the year 2000 on. Raises SeipsError."""
    hint = f"write {option} as YYYY-MM-DD, such as 2025-09-01"
    try:
        found = date.fromisoformat(text.strip()) if DAY.fullmatch(text.strip()) else None
    except ValueError:
        found = None
    if found is None:
        raise SeipsError(f"`{echo(text)}` is not a date", hint=hint)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise SeipsError(f"`{found}` is not between {FIRST_YEAR} and {LAST_YEAR}", hint=hint)
    return found


def pounds(text: str) -> Decimal:
    """The amount that *text* is: pounds above 0, with or without a sign, commas and pence. Raises SeipsError."""
    hint = "write pounds and pence, such as 6500 or 6,500.50"
    match = POUNDS.fullmatch(text.strip())
    if not match:
        below = text.strip().lstrip("£ ")[:1] in ("-", "\N{MINUS SIGN}")
        raise SeipsError(f"`{echo(text)}` is {'less than £0' if below else 'not an amount in pounds'}", hint=hint)
    found = Decimal(match[1].replace(",", ""))
    if not 0 < found <= MOST_POUNDS:
        wanted = "more than £0" if found == 0 else f"£{MOST_POUNDS:,} a year or less"
        raise SeipsError(f"`{echo(text)}` is not an amount that can be used: it must be {wanted}", hint=hint)
    return found


def in_pounds(amount: Decimal) -> str:
    """*amount* as people write it."""
    return f"£{amount:,.2f}"


def how_many_terms(text: str) -> Decimal:
    """The number of terms that *text* is, by halves, up to a whole year. Raises SeipsError."""
    found = Decimal(text.strip()) if TERMS.fullmatch(text.strip()) else Decimal(-1)
    if not 0 <= found <= TERMS_A_YEAR:
        hint = f"write a number from 0 to {TERMS_A_YEAR}, by halves, such as 2 or 1.5"
        raise SeipsError(f"`{echo(text)}` is not a number of terms in a year", hint=hint)
    return found


def split(first: date, last: date, year_begins: str) -> tuple[Part, ...]:
    """The period from *first* to *last*, cut where a financial year begins (*year_begins*: MM-DD)."""
    month, on = (int(number) for number in year_begins.split("-"))
    parts = []
    while first <= last:
        start = date(first.year, month, on)
        start = start if start <= first else start.replace(year=first.year - 1)
        following = start.replace(year=start.year + 1)
        end = min(last, following - timedelta(days=1))
        parts.append(Part(year_name(start.year), first, end, (following - start).days))
        first = following
    return tuple(parts)


def year_name(year: int) -> str:
    """What the financial year that begins in *year* is called, such as 2024-25."""
    return f"{year}-{(year + 1) % 100:02}"


def to_the_penny(exact: Fraction) -> Decimal:
    """*exact* pounds, which are never below 0, rounded to the nearest penny; half a penny goes up."""
    return Decimal(floor(exact * 100 + Fraction(1, 2))).scaleb(-2)


def by_year(option: str, texts: Sequence[str], parts: Sequence[Part], read: Callable[[str], Thing]) -> dict[str, Thing]:
    """What *texts* give for each year of *parts*: one for all of them, or `YEAR=…` for one. Raises SeipsError."""
    years = [part.year for part in parts]
    found: dict[str, Thing] = {}
    for text in texts:
        year, _, value = (word.strip() for word in text.rpartition("="))
        if year and year not in years:
            raise _unknown(f"`{echo(year)}` is not a financial year of these dates", years)
        if year in found:
            raise SeipsError(f"{option} is given twice{f' for {year}' if year else ''}", hint="leave one out")
        found[year] = read(value)
    return {year: found[name] for year in years if (name := year if year in found else "") in found}


def _unknown(message: str, known: Sequence[str]) -> SeipsError:
    return SeipsError(message, hint=f"choose one of: {' · '.join(known)}")


def _averages(charge: Charge, parts: Sequence[Part], request: Request, local: Figure | None) -> dict[str, Figure]:
    """The average pupil cost of each year; there is no figure to fall back on but a local one."""
    given = by_year("--average-pupil-cost", request.average, parts, pounds)
    figures = {part.year: Figure(given[part.year]) if part.year in given else local for part in parts}
    missing = [year for year, figure in figures.items() if figure is None]
    if missing:
        raise SeipsError(
            f"the average pupil cost is not given for {' and '.join(missing)}",
            hint=f"{charge.ask}, then add --average-pupil-cost AMOUNT",
            kind="missing-figure",
        )
    return {year: figure for year, figure in figures.items() if figure}


def _premium(charge: Charge, request: Request) -> Premium | None:
    """The premium that was chosen. None is never chosen for the person, though an amount may stand for one."""
    known = [premium.id for premium in charge.premiums]
    if request.premium and request.premium not in known:
        raise _unknown(f"no premium is called `{echo(request.premium)}`", known)
    if request.premium == charge.no_premium and request.pupil_premium:
        raise SeipsError(
            f"--pupil-premium is an amount, but --premium {request.premium} says that there is none",
            hint="leave one out",
        )
    return next((premium for premium in charge.premiums if premium.id == request.premium), None)


def _premiums(charge: Charge, parts: Sequence[Part], request: Request, premium: Premium | None) -> dict[str, Figure]:
    """The pupil premium of each year: as given, else the published rate. Raises NoAnswer where none was found."""
    if premium and premium.id == charge.no_premium:
        return {}
    given = by_year("--pupil-premium", request.pupil_premium, parts, pounds)
    figures = {year: Figure(amount) for year, amount in given.items()}
    years = [part.year for part in parts if part.year not in given]
    if years and not premium:
        raise _which_premium(charge)
    rates = {rate.id: rate for rate in charge.rates if premium and premium.id in rate.amounts}
    if missing := [year for year in years if year not in rates]:
        raise _no_rate(charge, missing)
    found = {year: rates[year] for year in years}
    return figures | {
        year: Figure(Decimal(rate.amounts[request.premium]), "dataset", rate=rate) for year, rate in found.items()
    }


def _which_premium(charge: Charge) -> UnansweredQuestion:
    kinds = "; ".join(f"{premium.id}: {premium.text}" for premium in charge.premiums)
    missing = (("premium", tuple(premium.id for premium in charge.premiums)),)
    hint = f"add --premium and one of these. {kinds}"
    return UnansweredQuestion("it is not said which pupil premium the child attracts", hint=hint, missing=missing)


def _no_rate(charge: Charge, years: Sequence[str]) -> NoAnswer:
    """That no rate is held for *years*, and what to do; a rate is never carried on from another year."""
    reasons = [f" {rate.missing}" for rate in charge.rates if rate.id in years and rate.missing]
    return NoAnswer(
        f"no pupil premium rate is held for {' and '.join(years)}, and none is guessed.{''.join(reasons)}",
        hint=f"{charge.find_rate}, then add {' '.join(f'--pupil-premium {year}=AMOUNT' for year in years)}",
        kind="no-rate",
    )


Shares = Mapping[str, Sequence[tuple[Part, Decimal, int]]]


def _shares(parts: Sequence[Part], terms: Sequence[str]) -> Shares:
    """By each way of counting: of every part, how many of how many in a year. Terms only where they are given."""
    shares: dict[str, Sequence[tuple[Part, Decimal, int]]] = {
        "days": [(part, Decimal(part.days), part.days_a_year) for part in parts],
        "weeks": [(part, Decimal(part.weeks), WEEKS_A_YEAR) for part in parts],
    }
    if terms:
        given = by_year("--terms", terms, parts, how_many_terms)
        named = [text for text in terms if "=" in text]
        if len(parts) > 1 and len(named) < len(parts):
            raise SeipsError("the dates lie in more than one financial year", hint=_terms_wanted(parts))
        shares["terms"] = [(part, given[part.year], TERMS_A_YEAR) for part in parts]
    return shares


def _ways(charge: Charge, name: str, shares: Shares, terms_wanted: str) -> tuple[list[Way], dict[Counting, str]]:
    """The ways to count by, one if it has a *name*, and those left out, with the reason. Raises SeipsError."""
    wanted = [way for way in charge.ways if name in ("", way.id)]
    if not wanted:
        raise _unknown(f"no way of counting is called `{echo(name)}`", [way.id for way in charge.ways])
    if name and name not in shares:
        raise SeipsError("the number of terms is not given", hint=terms_wanted)
    reason = f"School terms are not held here; {terms_wanted}"
    return [way for way in wanted if way.id in shares], {way.id: reason for way in wanted if way.id not in shares}


def _terms_wanted(parts: Sequence[Part]) -> str:
    """What to type to have terms counted, of one year or of each."""
    options = " ".join(f"--terms {part.year}=N" for part in parts) if len(parts) > 1 else "--terms N"
    return f"add {options} ({TERMS_A_YEAR} make a year)"


def _lines(
    averages: Mapping[str, Figure], premiums: Mapping[str, Figure], shares: Sequence[tuple[Part, Decimal, int]]
) -> Iterator[Line]:
    for part, count, of in shares:
        yield Line(part, "average-pupil-cost", averages[part.year], count, of)
        if part.year in premiums:
            yield Line(part, "pupil-premium", premiums[part.year], count, of)
