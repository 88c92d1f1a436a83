"""Which school was meant: by its name, by part of it, by a near miss, or by its number."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio

from seips_cli.places import schools
from seips_cli.places.postcodes import Index, lookup
from seips_cli.places.schools import by_urn, find, parse

DATA = Path(__file__).parent.parent / "data"
SCHOOLS = parse((DATA / "schools.csv").read_text(encoding="utf-8"))
POSTCODES = Index((DATA / "postcodes.csv").read_text(encoding="utf-8"))

CITY, COUNTY = "E06000016", "E10000018"
DISTRICTS = {f"E07000{number}" for number in range(129, 136)}


def names(typed: str) -> list[str]:
    """The names of the schools found."""
    return [match.school.name for match in find(SCHOOLS, typed)]


def test_how_many_schools() -> None:
    """There are 44 county and 19 city schools of 2018/19, 23 special schools, and five found since."""
    dated = Counter((s.kind, s.ons_code == CITY) for s in SCHOOLS if s.source_date == "2018/19")
    assert dated["mainstream", False] == 44
    assert dated["mainstream", True] == 19
    assert dated["special", False] + dated["special", True] == 23
    assert len(SCHOOLS) == 44 + 19 + 23 + 5


def test_order_and_numbers() -> None:
    """Schools are listed by district and then by name, and no two have one number or one name."""
    assert list(SCHOOLS) == sorted(SCHOOLS, key=lambda school: (school.ons_code, school.name.casefold()))
    urns = [school.urn for school in SCHOOLS if school.urn]
    assert all(len(urn) == 6 and urn.isdigit() for urn in urns)
    assert len(set(urns)) == len(urns)
    assert len({school.name for school in SCHOOLS}) == len(SCHOOLS)


def test_what_is_not_known_is_empty_and_said() -> None:
    """A school without a number or a postcode has a note that says so, and every school has a source and a date."""
    assert all("not found" in school.note for school in SCHOOLS if not (school.urn and school.postcode))
    assert all(school.source.startswith("https://") and school.source_date for school in SCHOOLS)
    assert {school.kind for school in SCHOOLS} == {"mainstream", "special"}
    assert {school.ons_code for school in SCHOOLS} == {CITY, COUNTY, *DISTRICTS}


def test_districts_are_those_of_the_postcodes() -> None:
    """Every school is in the district of its postcode; the postcodes of two have been ended since."""
    found = {school: lookup(school.postcode, POSTCODES) for school in SCHOOLS if school.postcode}
    unlisted = {school.name for school, place in found.items() if place.ons_code is None}
    assert unlisted == {"Iveshead School", "King Edward VII Science and Sport College"}
    assert all(school.ons_code in (place.ons_code, *(c for c, _ in place.possible)) for school, place in found.items())


def test_every_school_is_found_by_its_name() -> None:
    """Every school is found by each name it goes by, and comes first."""
    for school in SCHOOLS:
        for name in (school.name, *school.also_known_as):
            first = find(SCHOOLS, name)[0]
            assert (first.school, first.how) == (school, "exact")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("soar valley", ["Soar Valley College"]),
        ("SOAR VALLEY!", ["Soar Valley College"]),
        ("soarvalley", ["Soar Valley College"]),
        ("Beauchamp Academy", ["Beauchamp College"]),
        ("the lancaster", ["The Lancaster Academy"]),
        ("new college", ["New College Leicester"]),
        ("city of leicester", ["The City of Leicester College"]),
        ("st martins", ["Saint Martin's Catholic Voluntary Academy"]),
        ("Saint Martin\u2019s", ["Saint Martin's Catholic Voluntary Academy"]),
        ("king edward 7", ["King Edward VII Science and Sport College"]),
        ("count", ["Countesthorpe Leysland Community College"]),
        ("madani", ["Madani Boys School", "Madani Girls' School"]),
        ("lutterworth", ["Lutterworth College", "Lutterworth High School"]),
    ],
)
def test_part_of_a_name(typed: str, found: list[str]) -> None:
    """Part of a name finds every school that it fits, whatever the case, the marks, and the word for a school."""
    assert names(typed) == found
    assert {match.how for match in find(SCHOOLS, typed)} == {"part"}


def test_a_whole_name_comes_before_those_it_is_like() -> None:
    """A name typed in full comes first, and others that it could be part of follow."""
    found = [(match.school.name, match.how) for match in find(SCHOOLS, "lutterworth college")]
    assert found == [("Lutterworth College", "exact"), ("Lutterworth High School", "part")]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("sore valley", "Soar Valley College"),
        ("soar vally", "Soar Valley College"),
        ("beechamp", "Beauchamp College"),
        ("judgmeadow", "Judgemeadow Community College"),
        ("rushy mead", "Rushey Mead Academy"),
        ("babbington", "Babington Academy"),
        ("robert smith", "The Robert Smyth Academy"),
        ("reak valley", "Wreake Valley Academy"),
        ("wigston colege", "Wigston College"),
        ("hinkley", "Hinckley Academy and John Cleveland Sixth Form Centre"),
    ],
)
def test_near_misses(typed: str, name: str) -> None:
    """A misspelt name offers the schools that it is like, and says that it is only like them."""
    assert name in names(typed)
    assert {match.how for match in find(SCHOOLS, typed)} == {"near"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "'",
        "leicester",
        "leicestr",
        "leicestershire",
        "church of england",
        "school",
        "the college",
        "coll",
        "academy of leicester",
        "a",
        "s",
        "xyz",
        "asdfgh",
        "gateway college",
        "london",
        "primary school",
        "LE2 9DH",
        "\x00",
        "\U0001f600",
        "soar " * 1000,
    ],
)
def test_nothing_is_made_of_words_that_name_no_school(typed: str) -> None:
    """Words that many schools share, or that none has, find no school."""
    assert names(typed) == []


def listed(*names: str) -> tuple[schools.School, ...]:
    """A list of schools with these names; a semicolon parts those of one school."""
    each = (name.split(";") for name in names)
    return tuple(SCHOOLS[0]._replace(name=first, also_known_as=tuple(others)) for first, *others in each)


@pytest.mark.parametrize(
    ("names", "typed"),
    [
        (["New College Durham", "The Academy of Durham"], "durham"),
        (["De Vere School Durham;De Vere School"], "durham"),
        ([f"Bristol {name} Academy" for name in "One Two Three Four Five Six Seven Eight Nine".split()], "bristol"),  # noqa: SIM905
    ],
)
def test_a_place_that_schools_share_finds_none_of_them(names: list[str], typed: str) -> None:
    """The name of the town tells no school from another, in whatever town: where it follows, or where most have it."""
    assert find(listed(*names), typed) == ()
    assert [match.school.name for match in find(listed(*names), names[0].split(";")[0])] == [names[0].split(";")[0]]


def test_a_place_that_one_school_is_named_for_finds_it() -> None:
    """A school that is named for its village is found by the village."""
    assert [match.school.name for match in find(listed("Ashby School", "Low School Ashby"), "ashby")] == [
        "Ashby School",
        "Low School Ashby",
    ]
    assert names("anstey") == ["The Martin High School Anstey"]


def test_a_name_of_nothing_but_shared_words_is_found_in_full() -> None:
    """A school called just The College is found by that, and by nothing less."""
    known = listed("The College", "Other School")
    assert [match.school.name for match in find(known, "the college")] == ["The College"]
    assert find(known, "coll") == ()


def one_by_one(typed: str) -> list[str]:
    """The schools whose names are nearest, every word held against every word."""
    shared = schools._register(SCHOOLS).shared
    wanted = [word for word in schools._words(typed) if word not in shared]
    wanted = [word for word in wanted if max(ratio(word, other) for other in shared) < schools.MISSPELT]
    scores: dict[schools.School, float] = {}
    for school in SCHOOLS if wanted else ():
        for name in (school.name, *school.also_known_as):
            telling = [word for word in schools._words(name) if word not in shared]
            each = [max(ratio(word, other) for other in telling) for word in wanted]
            alike = sum(each) / len(each) if min(each) >= schools.EACH_ALIKE else 0
            score = max(alike, ratio("".join(wanted), "".join(telling)))
            scores[school] = max(score, scores.get(school, 0))
    near = [school for school in sorted(scores, key=lambda one: -scores[one]) if scores[school] >= schools.ALIKE]
    return [school.name for school in near][: schools.MOST]


@given(st.sampled_from(SCHOOLS), st.data())
def test_near_misses_are_those_of_comparing_every_word(school: schools.School, data: st.DataObject) -> None:
    """However a name is misspelt, the search that is quick finds what holding every word against every word finds."""
    name = data.draw(st.sampled_from((school.name, *school.also_known_as)))
    words = data.draw(st.lists(st.sampled_from(name.split()), min_size=1, max_size=4))
    at = data.draw(st.integers(0, len(words[0])))
    typed = " ".join([words[0][:at] + data.draw(st.sampled_from("aeilnrst ")) + words[0][at + 1 :], *words[1:]])
    found = find(SCHOOLS, typed)
    if not any(match.how != "near" for match in found):
        assert [match.school.name for match in found] == one_by_one(typed)


@given(st.text(max_size=200))
def test_anything_may_be_typed(typed: str) -> None:
    """Whatever is typed finds at most eight schools, each once."""
    found = names(typed)
    assert len(found) <= schools.MOST
    assert len(set(found)) == len(found)


def test_by_number() -> None:
    """A school is found by its unique reference number, and by nothing near it."""
    found = by_urn(SCHOOLS, " 120286 ")
    assert found is not None
    assert found.name == "Soar Valley College"
    assert by_urn(SCHOOLS, "12028") is None
    assert by_urn(SCHOOLS, "") is None


def test_the_matcher_is_loaded_only_for_near_misses() -> None:
    """A name that fits loads no fuzzy matcher."""
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from seips_cli.places.schools import find, parse;"
        "find(parse(Path(sys.argv[2]).read_text(encoding='utf-8')), 'soar valley'); print('rapidfuzz' in sys.modules)"
    )
    folder = str(Path(schools.__file__).parent.parent.parent)
    command = [sys.executable, "-I", "-c", code, folder, str(DATA / "schools.csv")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip() == "False"
