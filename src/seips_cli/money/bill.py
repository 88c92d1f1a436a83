"""How a bill is told: the totals side by side, how each was reached, and all that they rest on."""

from collections.abc import Iterator
from datetime import date

from ..dataset import Dataset
from ..decision import contacts_for, find
from ..geography import Partnership
from ..pages import checked, contact_lines
from ..render import Section, spoken
from .charge import Statement, Way
from .cost import WEEKS_A_YEAR, Bill, Figure, Total, in_pounds

ROUNDING = (
    "Sums are exact until the end. Then the total is rounded to the nearest penny, and half a penny goes up. "
    "Each line is shown to the penny too, so the lines may seem to be a penny out."
)


def cost_sections(
    bill: Bill, data: Dataset, today: date | None = None, partnership: Partnership | None = None
) -> Iterator[Section]:
    """A bill for a reader: the totals side by side, how each was reached, and all that they rest on.

    With *today*, a figure or a contact that was checked long ago says so.
    """
    charge = bill.charge
    yield Section(charge.title, (f"{charge.summary} ({', '.join(charge.cites)})", *_dates(bill)))
    heading = "Total" if bill.chosen else f"Total, by each way of counting: {data.guidance.called} does not say which"
    yield Section(heading, (*_totals(bill), *_left_out(bill)), "-")
    yield Section("How it was reached", (*(_working(total) for total in bill.totals), ROUNDING), "-")
    yield Section("Figures used", tuple(_figures(bill, data, today)), "-")
    ways = [_way(total.way, data) for total in bill.totals]
    yield Section("What is assumed", (*ways, *(_backed(one.text, one, data) for one in charge.assumptions)), "-")
    yield Section(
        "What the school is not charged", tuple(_backed(one.text, one, data) for one in charge.not_charged), "-"
    )
    contacts = [one for role in charge.contacts for one in contacts_for(data, role, partnership)]
    asked = (f"Question to put: {charge.question_to_put}", *(contact_lines(data, one, today) for one in contacts))
    yield Section("Who to ask", asked, "-")
    yield Section("Bear in mind", (*(one.text for one in data.about.warnings), data.about.safeguarding), "-")


def _dates(bill: Bill) -> Iterator[str]:
    """The days that are counted, both ends with them, and how many of each year."""
    first, last = bill.parts[0].first, bill.parts[-1].last
    days = sum(part.days for part in bill.parts)
    yield f"From {_said(first)} to {_said(last)}, first and last day with them: {_counted(days, 'day')}."
    for part in bill.parts:
        weeks = _counted(part.weeks, "complete week")
        yield f"In {part.year}: {_counted(part.days, 'day')} of {part.days_a_year}, or {weeks} of {WEEKS_A_YEAR}."


def _said(moment: date) -> str:
    return spoken(moment.isoformat())


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _totals(bill: Bill) -> Iterator[str]:
    return (f"{total.way.title}: {in_pounds(total.amount)}" for total in bill.totals)


def _left_out(bill: Bill) -> Iterator[str]:
    ways = (way for way in bill.charge.ways if way.id in bill.left_out)
    return (f"{way.title}: left out. {bill.left_out[way.id]}." for way in ways)


def _working(total: Total) -> str:
    """A total, with each of its sums on a line of its own."""
    sums = (
        f"{line.part.year}, {line.item.replace('-', ' ')}: "
        f"{in_pounds(line.figure.amount)} × {line.count}/{line.of} = {in_pounds(line.amount)}"
        for line in total.lines
    )
    return "\n".join((f"{total.way.title}: {in_pounds(total.amount)}", *sums))


def _figures(bill: Bill, data: Dataset, today: date | None) -> Iterator[str]:
    """Every figure once, with its year and where it comes from."""
    for year, figure in bill.averages.items():
        yield f"Average pupil cost, {year}: {in_pounds(figure.amount)} a year. {_origin(figure, data, today)}"
    for year, figure in sorted(bill.premiums.items()):
        yield f"Pupil premium, {year}: {in_pounds(figure.amount)} a year. {_origin(figure, data, today)}"
    if bill.premium:
        yield f"Which pupil premium: {bill.premium.text}."
    if any(figure.rate for figure in bill.premiums.values()):
        source = find(data.sources, bill.charge.verify_at)
        yield f"Check the pupil premium against: {source.title} {source.url}"


def _origin(figure: Figure, data: Dataset, today: date | None) -> str:
    """Who says so: the person, the local file with its date, or a source with how sure it is."""
    if figure.rate is None:
        when = f"; {checked(figure.checked_on, today)}" if figure.checked_on else ""
        return f"{'From your local file' if figure.origin == 'local' else 'You gave this figure'}{when}."
    source = find(data.sources, figure.rate.source)
    inferred = f"{figure.rate.inferred} " if figure.rate.inferred else ""
    dated = "undated" if source.date == "undated" else f"of {spoken(source.date)}"
    when = checked(source.checked_on, today)
    return f"{inferred}From: {source.title} ({source.confidence} source), {dated}; {when} {source.url}"


def _way(way: Way, data: Dataset) -> str:
    """A way of counting as an assumption, with where else it is used."""
    source = next((source for source in data.sources if source.id == way.source), None)
    also = f" See: {source.title} {source.url}" if source else ""
    return _backed(f"{way.title}. {way.text}", way, data) + also


def _backed(text: str, record: Way | Statement, data: Dataset) -> str:
    """*text*, and whether the guidance says so."""
    called = data.guidance.called
    backing = {
        "stated": f"{called} says so",
        "interpretation": f"our reading of {called}",
        "silent": f"{called} does not say",
    }
    return f"{text} ({backing[record.basis]}; {', '.join(record.cites)})"
