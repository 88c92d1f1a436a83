"""What a period costs: exact to the penny by hand, nothing guessed, every figure and assumption named."""

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.test_reading import HARDEST, grade, prose
from typer.testing import Result

from seips_cli.dataset import Dataset
from seips_cli.errors import BrokenDataset, NoAnswer, SeipsError
from seips_cli.money import bill as bill_module
from seips_cli.money import cost as cost_module
from seips_cli.money.bill import cost_sections
from seips_cli.money.charge import Statement, Way
from seips_cli.money.cost import Bill, Figure, Line, Request, pounds, reckon, split, to_the_penny
from seips_cli.parsing import parse
from seips_cli.render import as_text
from seips_cli.source import load

ROOT = Path(__file__).parent.parent
Run = Callable[..., Result]
#: A period in one financial year, with all that has to be given.
GIVEN = ("--from", "2025-09-01", "--to", "2026-03-31", "--average-pupil-cost", "£6,500.50", "--premium", "pupil")
SHIPPED = load(ROOT / "data" / "partnerships.yaml", Path("off")).data
CHARGE = SHIPPED.charge or pytest.fail("the shipped dataset has no charge")

# The facts, transcribed: financial year, secondary pupil, looked-after, page, confidence, whether the year is inferred.
RATES = """
2020-21     955  2345  stalbans.wirral.sch.uk          secondary  inferred
2021-22     955  2345  stalbans.wirral.sch.uk          secondary  -
2022-23     985  2410  edcentral.uk                    secondary  -
2023-24    1035  2530  edcentral.uk                    secondary  -
2024-25    1050  2570  preview35.eschoolspreview.com   secondary  -
2025-26    1075  2630  flyfordflavellprimaryschool.com secondary  inferred
2026-27       -     -  londonreviews.co.uk             secondary  -
"""

# First day, last day, average cost, premium, terms; then the totals by days, weeks and terms, by hand.
BY_HAND = """
2025-09-01 2026-03-31  6500.50 pupil         2    4400.02 4370.48 5050.33
2025-04-01 2026-03-31  6500    pupil         3    7575.00 7575.00 7575.00
2023-04-01 2024-03-31  6000    pupil         3    7035.00 7035.00 7035.00
2024-02-29 2024-02-29  3660    none          0      10.00    0.00    0.00
2025-04-01 2025-04-07  5200    none          1     99.73  100.00 1733.33
2025-04-01 2025-04-06  5200    none          0.5   85.48    0.00  866.67
2024-04-01 2024-04-01     1.82 none          0       0.00    0.00    0.00
2024-04-01 2024-04-01     1.83 none          0       0.01    0.00    0.00
2024-12-02 2025-03-31  6000    looked-after  1    2817.53 2801.73 2856.67
"""


def row(text: str) -> list[list[str]]:
    """The words of each line of a table."""
    return [line.split() for line in text.strip().splitlines()]


def counted(
    first: str, last: str, *, average: str = "6500", premium: str = "none", terms: tuple[str, ...] = (), way: str = ""
) -> Bill:
    """The bill for a period."""
    return reckon(CHARGE, Request(first, last, (average,), premium, (), terms, way))


def totals(bill: Bill) -> dict[str, Decimal]:
    """The total by each way of counting."""
    return {total.way.id: total.amount for total in bill.totals}


@pytest.mark.parametrize("case", row(BY_HAND), ids=" ".join)
def test_worked_examples(case: list[str]) -> None:
    """Sums done by hand come out to the penny: by days, by complete weeks and by terms."""
    first, last, average, premium, terms, *expected = case
    found = counted(first, last, average=average, premium=premium, terms=(terms,))
    assert list(totals(found).values()) == [Decimal(amount) for amount in expected]


def test_a_period_over_1_april_is_split_and_each_year_has_its_own_figures() -> None:
    """March at one year's rate and April at the next: 31/365 of (6,000 + 1,050) and 30/365 of (6,600 + 1,075)."""
    request = Request("2025-03-01", "2025-04-30", ("6000", "2025-26=6600"), "pupil", (), ("2024-25=0.5", "2025-26=0"))
    found = reckon(CHARGE, request)
    assert [(line.part.year, line.figure.amount, line.count, line.of) for line in found.totals[0].lines] == [
        ("2024-25", Decimal(6000), Decimal(31), 365),
        ("2024-25", Decimal(1050), Decimal(31), 365),
        ("2025-26", Decimal(6600), Decimal(30), 365),
        ("2025-26", Decimal(1075), Decimal(30), 365),
    ]
    # 598.767 + 630.822 by days; four complete weeks in each year; half a term at the first year's figures.
    assert list(totals(found).values()) == [Decimal("1229.59"), Decimal("1132.69"), Decimal("1175.00")]


def test_the_rates_are_those_of_the_facts(data: Dataset) -> None:
    """Every rate has the amounts, the page, the confidence and the doubt of its year that the facts give."""
    sources = {source.id: source for source in data.sources}
    assert [rate.id for rate in CHARGE.rates] == [line[0] for line in row(RATES)]
    for rate, (_, pupil, looked_after, site, confidence, inferred) in zip(CHARGE.rates, row(RATES), strict=True):
        amounts = {"pupil": pupil, "looked-after": looked_after}
        assert dict(rate.amounts) == {name: int(amount) for name, amount in amounts.items() if amount != "-"}
        assert site in sources[rate.source].url
        assert sources[rate.source].confidence == confidence
        assert bool(rate.inferred) == (inferred == "inferred")
        assert bool(rate.missing) == (pupil == "-")


def test_every_way_of_counting_is_an_assumption(data: Dataset) -> None:
    """The note says "pro rata" and no more, so days, weeks and terms are all held to be unstated, and cite it."""
    assert [(way.id, way.basis, way.cites) for way in CHARGE.ways] == [
        (name, "silent", ("difference-2",)) for name in ("days", "weeks", "terms")
    ]
    assert {one.basis for one in CHARGE.assumptions} == {"silent"}
    assert {(one.basis, one.cites) for one in CHARGE.not_charged} == {("stated", ("difference-2",))}
    assert data.charge is CHARGE or data.charge == CHARGE


DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
PENCE = st.integers(1, 10_000_000).map(lambda pence: Decimal(pence).scaleb(-2))
PERIODS = st.tuples(DAYS, st.integers(0, 2000)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))


def exact(first: date, last: date, average: Decimal, way: str = "days") -> Fraction:
    """The sum by one way of counting, before it is rounded."""
    found = counted(str(first), str(last), average=str(average), way=way)
    return sum((line.exact for line in found.totals[0].lines), Fraction(0))


@given(PERIODS)
def test_the_parts_of_a_period_are_the_period(period: tuple[date, date]) -> None:
    """Cut at each 1 April, no day is lost and none is counted twice, and no part is longer than its year."""
    parts = split(*period, "04-01")
    assert (parts[0].first, parts[-1].last) == period
    assert sum(part.days for part in parts) == (period[1] - period[0]).days + 1
    for before, after in pairwise(parts):
        assert after.first == before.last + timedelta(days=1)
        assert (after.first.month, after.first.day) == (4, 1)
    assert all(1 <= part.days <= part.days_a_year for part in parts)


@given(PERIODS, st.integers(0, 2000), PENCE)
def test_days_add_up_over_any_cut(period: tuple[date, date], at: int, average: Decimal) -> None:
    """Charged in two pieces, a period costs exactly what it costs in one."""
    first, last = period
    cut = min(first + timedelta(days=at), last)
    after = exact(cut + timedelta(days=1), last, average) if cut < last else Fraction(0)
    assert exact(first, cut, average) + after == exact(first, last, average)


@given(st.integers(2000, 2097), PENCE)
def test_a_whole_year_costs_the_annual_sum(year: int, average: Decimal) -> None:
    """By days, weeks and terms alike, from 1 April to 31 March is one year, leap or not."""
    found = counted(f"{year}-04-01", f"{year + 1}-03-31", average=str(average), terms=("3",))
    assert set(totals(found).values()) == {average}


@given(PERIODS, st.integers(0, 60), st.sampled_from(["days", "weeks"]), PENCE)
def test_a_longer_period_never_costs_less(period: tuple[date, date], more: int, way: str, average: Decimal) -> None:
    """Whichever end it grows at, a period costs at least as much as before."""
    first, last = period
    now = exact(first, last, average, way)
    assert exact(first - timedelta(days=more), last, average, way) >= now
    assert exact(first, last + timedelta(days=more), average, way) >= now


@given(st.fractions(min_value=0, max_value=10**6))
def test_rounding_is_to_the_nearest_penny_and_half_a_penny_goes_up(amount: Fraction) -> None:
    """What is rounded away is never more than half a penny, and exactly half is never taken off."""
    assert Fraction(-1, 200) < Fraction(to_the_penny(amount)) - amount <= Fraction(1, 200)


@given(PERIODS, PENCE, st.sampled_from(["", "days", "weeks"]))
def test_no_float_is_ever_made(period: tuple[date, date], average: Decimal, way: str) -> None:
    """Every figure, product and total is a whole number, a Decimal or a Fraction."""
    found = counted(*map(str, period), average=str(average), way=way)
    for total in found.totals:
        assert type(total.amount) is Decimal
        for line in total.lines:
            kinds = (type(line.exact), type(line.amount), type(line.count), type(line.of), type(line.figure.amount))
            assert kinds == (Fraction, Decimal, Decimal, int, Decimal)


@pytest.mark.parametrize("module", [cost_module, bill_module])
def test_no_float_stands_in_the_code(module: Any) -> None:
    """No number with a point is written where money is counted, and nothing is turned into one."""
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    numbers = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert not [number for number in numbers if isinstance(number, float)]
    assert "float" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@given(PERIODS.filter(lambda pair: date(2020, 4, 1) <= pair[0] and pair[1] < date(2026, 4, 1)), PENCE)
def test_the_json_adds_up_again(period: tuple[date, date], average: Decimal) -> None:
    """From the text of the JSON alone, every line and every total can be worked out again exactly."""
    from seips_cli.schema import cost_json

    edition = load(ROOT / "data" / "partnerships.yaml", Path("off"))
    found = counted(*map(str, period), average=str(average), premium="looked-after")
    shown = json.loads(json.dumps(cost_json(found, edition)))
    for total in shown["totals"]:
        sums = [Fraction(line["rate"]) * Fraction(line["count"]) / line["of"] for line in total["lines"]]
        assert [f"{to_the_penny(one):.2f}" for one in sums] == [line["amount"] for line in total["lines"]]
        assert f"{to_the_penny(sum(sums, Fraction(0))):.2f}" == total["total"]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("6500", "6500"),
        ("£6,500.50", "6500.50"),
        (" £ 6500.5 ", "6500.5"),
        ("0.01", "0.01"),
        ("100,000", "100000"),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: str) -> None:
    """A pound sign, commas, spaces and pence are all understood, and nothing is lost."""
    assert pounds(text) == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("-5", "`-5` is less than £0"),
        ("£-5.00", "`£-5.00` is less than £0"),
        ("\N{MINUS SIGN}5", "`\N{MINUS SIGN}5` is less than £0"),
        ("0", "`0` is not an amount that can be used: it must be more than £0"),
        ("100,000.01", "`100,000.01` is not an amount that can be used: it must be £100,000 a year or less"),
        ("9" * 5000, f"`{'9' * 60}...` is not an amount that can be used: it must be £100,000 a year or less"),
        *(
            (text, f"`{text}` is not an amount in pounds")
            for text in ("nan", "inf", "1e3", "6,50", "6.500,50", "", "1/2")
        ),
        *((text, f"`{text}` is not an amount in pounds") for text in ("6500.505", "6500.", "£", "6 500", "€5", "٣")),
    ],
)
def test_amounts_that_are_refused(text: str, says: str) -> None:
    """What is negative, not a number, far too large or oddly written is refused in words."""
    with pytest.raises(SeipsError) as caught:
        pounds(text)
    assert caught.value.message == says
    assert "6,500.50" in caught.value.hint


@given(st.text(max_size=30))
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    """Whatever is typed, the answer is an amount that can be charged, or words."""
    try:
        assert 0 < pounds(text) <= 100_000
    except SeipsError as error:
        assert error.hint  # noqa: PT017


def said(result: Result) -> tuple[int, str, str]:
    """The exit code and both streams."""
    return result.exit_code, result.stdout, result.stderr


def test_a_period_before_the_guidance_is_refused_and_not_repeated(seips: Run) -> None:
    """Nothing was charged by it then, and a day of so long ago may be a date of birth."""
    for first, last in (("2011-03-14", "2011-03-14"), ("2012-12-10", "2026-03-31"), ("2020-10-31", "2020-12-01")):
        result = seips("cost", "--from", first, "--to", last, "--average-pupil-cost", "6500", "--premium", "none")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("error: the first day is before the guidance of 2020-11\n")
        assert first not in result.stderr


def test_without_an_average_pupil_cost_nothing_is_answered(seips: Run) -> None:
    """There is no default: no figure was found, so the school is told who to ask."""
    result = seips("cost", "--from", "2025-09-01", "--to", "2026-03-31", "--premium", "none")
    assert said(result) == (
        2,
        "",
        dedent("""\
        error: the average pupil cost is not given for 2025-26
        hint: we found no figure. Ask the co-ordinator (see `seips contacts`), then add --average-pupil-cost AMOUNT
        """),
    )


def test_the_premium_is_asked_for_and_never_guessed(seips: Run) -> None:
    """Not every child attracts a premium, so it must be said; a script hears the choices."""
    result = seips("cost", *GIVEN[:-2], "--json")
    error = json.loads(result.stderr)
    assert (result.exit_code, error["error"]) == (2, "unanswered-question")
    assert error["missing"] == [{"question": "premium", "options": ["none", "pupil", "looked-after"]}]


@pytest.mark.parametrize(("last", "years"), [("2026-04-01", ["2026-27"]), ("2027-04-01", ["2026-27", "2027-28"])])
def test_a_year_without_a_rate_is_said_and_never_guessed(seips: Run, last: str, years: list[str]) -> None:
    """Past the last rate there is no answer (exit 1) until the person gives the amount for that year."""
    arguments = ["--from", "2026-03-01", "--to", last, "--average-pupil-cost", "6500", "--premium", "pupil"]
    code, out, err = said(seips("cost", *arguments))
    assert (code, out) == (1, "")
    assert err.startswith(f"error: no pupil premium rate is held for {' and '.join(years)}, and none is guessed.")
    options = [word for year in years for word in ("--pupil-premium", f"{year}=1100")]
    assert err.rstrip().endswith(" ".join(options).replace("1100", "AMOUNT"))
    answered = seips("cost", *arguments, *options)
    assert answered.exit_code == 0
    assert "Pupil premium, 2025-26: £1,075.00 a year." in answered.stdout
    assert "Pupil premium, 2026-27: £1,100.00 a year. You gave this figure." in answered.stdout


def test_a_year_without_a_rate_does_not_matter_where_there_is_no_premium() -> None:
    """A child who attracts none costs the average alone, in any year."""
    assert totals(counted("2026-04-01", "2027-03-31"))["days"] == Decimal(6500)


def test_an_amount_takes_the_place_of_every_rate(data: Dataset) -> None:
    """`--pupil-premium AMOUNT` holds for all years, and says by itself that there is a premium."""
    found = reckon(CHARGE, Request("2025-03-01", "2026-04-30", ("6000",), "", ("1,234.50",)))
    assert {(figure.amount, figure.origin) for figure in found.premiums.values()} == {(Decimal("1234.50"), "given")}
    assert len(found.premiums) == 3
    assert "Which pupil premium" not in as_text(cost_sections(found, data))


ERRORS: list[tuple[dict[str, Any], str, str]] = [
    ({"first": "2025-13-01"}, "`2025-13-01` is not a date", "YYYY-MM-DD"),
    ({"first": "01/09/2025"}, "`01/09/2025` is not a date", "YYYY-MM-DD"),
    ({"last": "2026-02-30"}, "`2026-02-30` is not a date", "--to"),
    ({"last": "20260331"}, "`20260331` is not a date", "--to"),
    ({"last": "9999-12-31"}, "`9999-12-31` is not between 2000 and 2099", "--to"),
    ({"first": "2026-04-01"}, "the last day, 2026-03-31, is before the first, 2026-04-01", "swap"),
    ({"first": "2018-01-01"}, "the dates are 8 years apart", "check the years"),
    ({"average": ("5", "6")}, "--average-pupil-cost is given twice", "leave one out"),
    ({"average": ("2025-26=5", "2025-26=6")}, "--average-pupil-cost is given twice for 2025-26", "leave one out"),
    ({"average": ("2024-25=5",)}, "`2024-25` is not a financial year of these dates", "2025-26"),
    ({"average": ()}, "the average pupil cost is not given for 2025-26", "--average-pupil-cost AMOUNT"),
    ({"premium": "fsm"}, "no premium is called `fsm`", "none · pupil · looked-after"),
    ({"premium": ""}, "it is not said which pupil premium the child attracts", "looked-after: the child is"),
    ({"pupil_premium": ("5",)}, "--pupil-premium is an amount, but --premium none says that there is none", "leave"),
    ({"terms": ("4",)}, "`4` is not a number of terms in a year", "0 to 3"),
    ({"terms": ("1.3",)}, "`1.3` is not a number of terms in a year", "by halves"),
    ({"terms": ("-1",)}, "`-1` is not a number of terms in a year", "by halves"),
    ({"terms": ("nan",)}, "`nan` is not a number of terms in a year", "by halves"),
    ({"way": "fortnights"}, "no way of counting is called `fortnights`", "days · weeks · terms"),
    ({"way": "terms"}, "the number of terms is not given", "--terms N (3 make a year)"),
    (
        {"first": "2025-03-01", "terms": ("2",)},
        "the dates lie in more than one financial year",
        "--terms 2024-25=N --terms 2025-26=N",
    ),
]


@pytest.mark.parametrize(("changed", "message", "hint"), ERRORS, ids=[message for _, message, _ in ERRORS])
def test_what_cannot_be_counted_is_refused_in_words(changed: dict[str, Any], message: str, hint: str) -> None:
    """Each slip is named, with what to type instead, and it is never a question of no answer."""
    sound = Request("2025-09-01", "2026-03-31", ("6500",), "none")
    with pytest.raises(SeipsError) as caught:
        reckon(CHARGE, replace(sound, **changed))
    assert caught.value.message == message
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


def test_no_rate_is_an_answer_of_its_own() -> None:
    """A year before the first rate is no more guessed than one after the last."""
    with pytest.raises(NoAnswer, match="2019-20"):
        counted("2020-03-31", "2020-04-01", premium="pupil")


def test_a_local_figure_is_used_where_none_is_given_and_shown_as_local(data: Dataset) -> None:
    """The school's own file fills in the average cost, with the day it was checked; what is typed wins."""
    local = Figure(Decimal("6400.00"), "local", date(2026, 11, 3))
    request = Request("2025-09-01", "2026-03-31", (), "none")
    shown = as_text(cost_sections(reckon(CHARGE, request, local), data))
    assert "Average pupil cost, 2025-26: £6,400.00 a year. From your local file; checked 3 November 2026." in shown
    typed = reckon(CHARGE, replace(request, average=("7000",)), local)
    assert typed.averages["2025-26"] == Figure(Decimal(7000))


def test_one_way_of_counting_can_be_chosen(seips: Run, seips_json: Callable[..., Any]) -> None:
    """With --basis there is one total; terms that were given but not needed are named on stderr."""
    result = seips("cost", *GIVEN, "--basis", "weeks", "--terms", "2")
    assert result.stderr == "note: --terms was not needed and is left out\n"
    assert "Total\n- By complete weeks: £4,370.48\n\n" in result.stdout
    assert "By days" not in result.stdout
    assert [total["basis"] for total in seips_json("cost", *GIVEN, "--basis", "weeks")["totals"]] == ["weeks"]


def test_all_ways_stand_side_by_side_until_one_is_chosen(seips: Run) -> None:
    """The page begins with what is charged, the days, and a total for each way; terms say why they are left out."""
    assert seips("cost", *GIVEN).stdout.startswith(
        dedent("""\
        What Tier 4 costs the school
        While the partnership manages the programme, the school is charged for that part of the year. The charge is \
the average pupil cost and the pupil premium. (difference-2)
        From 1 September 2025 to 31 March 2026, first and last day with them: 212 days.
        In 2025-26: 212 days of 365, or 30 complete weeks of 52.

        Total, by each way of counting: the note does not say which
        - By days: £4,400.02
        - By complete weeks: £4,370.48
        - By terms: left out. School terms are not held here; add --terms N (3 make a year).

        How it was reached
        - By days: £4,400.02
          2025-26, average pupil cost: £6,500.50 × 212/365 = £3,775.63
          2025-26, pupil premium: £1,075.00 × 212/365 = £624.38
        """)
    )


def test_every_page_says_what_is_not_charged_what_is_assumed_and_who_to_ask(seips: Run) -> None:
    """No bill for alternative provision, the partnership's own budget, each assumption, the doubt in a rate."""
    shown = seips("cost", *GIVEN, "--terms", "2").stdout
    statements: list[Way | Statement] = [*CHARGE.ways, *CHARGE.assumptions, *CHARGE.not_charged]
    assert all(one.text in shown for one in statements)
    assert "not expected to pay for alternative provision. (the note says so; difference-2)" in shown
    assert "from its own budget. (the note says so; difference-2)" in shown
    assert "so the year is our reading. From: Flyford Flavell" in shown
    assert "(secondary source)" in shown
    assert CHARGE.question_to_put in shown
    assert "https://www.leicsseips.org/about_us" in shown
    assert shown.rstrip().endswith(SHIPPED.about.safeguarding)


def test_the_page_as_markdown(seips: Run) -> None:
    """The same page can go into a document."""
    shown = seips("cost", *GIVEN, "--markdown").stdout
    assert shown.startswith("# What Tier 4 costs the school\n")
    assert "- By days: £4,400.02\n" in shown


def test_the_json_of_a_bill(seips_json: Callable[..., Any]) -> None:
    """A script finds the schema first, amounts as text with two decimals, and every figure's source."""
    shown = seips_json("cost", *GIVEN)
    assert next(iter(shown)) == "schema"
    assert (shown["schema"], shown["left_out"].keys()) == ("seips.cost/1", {"terms"})
    (year,) = shown["years"]
    assert (year["year"], year["days"], year["days_in_year"], year["complete_weeks"]) == ("2025-26", 212, 365, 30)
    assert (year["average_pupil_cost"]["amount"], year["average_pupil_cost"]["origin"]) == ("6500.50", "given")
    premium = year["pupil_premium"]
    assert (premium["amount"], premium["origin"], premium["confidence"]) == ("1075.00", "dataset", "secondary")
    assert premium["inferred"]
    assert [(total["basis"], total["total"]) for total in shown["totals"]] == [
        ("days", "4400.02"),
        ("weeks", "4370.48"),
    ]


def test_a_dataset_without_a_charge_has_no_answer(seips: Run) -> None:
    """Another authority's guidance need not say what is charged."""
    result = seips("cost", *GIVEN, "--data", str(ROOT / "tests" / "small.yaml"))
    assert said(result) == (1, "", "error: this dataset does not say what the school is charged\n")


def test_the_page_is_plain(data: Dataset) -> None:
    """Each text of ten words or more, and the page as a whole, ask for grade 9 at most."""
    backed: list[Way | Statement] = [*CHARGE.ways, *CHARGE.assumptions, *CHARGE.not_charged]
    statements = [one.text for one in backed]
    texts = [
        CHARGE.summary,
        CHARGE.ask,
        CHARGE.find_rate,
        CHARGE.question_to_put,
        *statements,
        bill_module.ROUNDING,
    ]
    texts += [text for rate in CHARGE.rates for text in (rate.inferred, rate.missing)]
    assert {text: grade(text) for text in texts if len(text.split()) >= 10 and grade(text) > HARDEST} == {}
    found = counted("2020-09-01", "2026-03-31", premium="pupil")
    assert grade(" ".join(f"{one.heading}. {prose(one)}" for one in cost_sections(found, data))) <= HARDEST


BROKEN = [
    ("year_begins: 04-01", "year_begins: 02-29", "charge year_begins: write the day as MM-DD, such as 04-01"),
    ("no_premium: none", "no_premium: nine", "charge no_premium: no premium is called `nine`; did you mean `none`?"),
    ("- id: 2021-22", "- id: 2021-23", "rate `2021-23`, id: write the financial year as 2024-25"),
    (
        "- id: 2021-22",
        "- id: 2019-20",
        "rate `2019-20`, id: `2019-20` does not come after `2020-21`; write the earliest",
    ),
    ("- id: 2021-22", "- id: 2020-21", "rate `2020-21`, id: `2020-21` is used twice; ids must differ"),
    ("pupil: 985", "pupil: 0", "rate `2022-23`, amounts pupil: write whole pounds, more than 0"),
    ("pupil: 985", "pupil: 985.50", "rate `2022-23`, amounts pupil: write a whole number"),
    ("pupil: 985", "pupli: 985", "rate `2022-23`, amounts pupli: no premium is called `pupli`; did you mean `pupil`?"),
    ("      missing: The rates for", "      inferred: The rates for", "rate `2026-27`, amounts: there are none; say"),
    ("source: premium-eschools", "source: premium-eschool", "rate `2024-25`, source: no source is called"),
    ("verify_at: premium-conditions", "verify_at: premium", "charge verify_at: no source is called `premium`"),
    ("    - id: weeks\n", "    - id: fortnights\n", "id: `fortnights` is not one of `days`, `weeks` or `terms`"),
    ("contacts: [co-ordinator]\n  no_", "contacts: [coordinator]\n  no_", "charge contacts: no role is called"),
    (
        "      basis: silent\n      cites: [difference-2]\n      source: fin",
        "      basis: silent\n      cites: []\n      source: fin",
        "way `weeks`, cites: a citation is missing",
    ),
]


@pytest.mark.parametrize(("before", "after", "says"), BROKEN, ids=[says for _, _, says in BROKEN])
def test_a_slip_in_the_charge_is_named_where_it_stands(before: str, after: str, says: str) -> None:
    """A co-ordinator who edits a rate hears of a slip by file, line and year."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    head, tail = text.split("\ncharge:\n")
    assert tail.count(before) == 1 or before.startswith("pupil")
    broken = f"{head}\ncharge:\n{tail.replace(before, after, 1)}"
    line = next(
        n for n, pair in enumerate(zip(text.split("\n"), broken.split("\n"), strict=True), 1) if pair[0] != pair[1]
    )
    with pytest.raises(BrokenDataset) as caught:
        parse(broken.encode(), "mine.yaml")
    faults = [fault for fault in caught.value.faults if says in fault]
    assert faults, caught.value.faults
    assert abs(int(faults[0].split(":")[1]) - line) <= 2


def test_a_line_shows_its_own_product() -> None:
    """A third of £100 is shown as £33.33 and kept as a third."""
    line = Line(
        split(date(2025, 4, 1), date(2025, 4, 1), "04-01")[0], "average-pupil-cost", Figure(Decimal(100)), Decimal(1), 3
    )
    assert (line.amount, line.exact) == (Decimal("33.33"), Fraction(100, 3))
