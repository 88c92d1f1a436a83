"""Where a postcode is: what was typed, what the table says, and when it does not say."""

from __future__ import annotations

import csv
import string
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from seips_cli.places import postcodes
from seips_cli.places.postcodes import Index, Scan, lookup, understand

HERE = Path(__file__).parent
TEXT = (HERE.parent / "data" / "postcodes.csv").read_text(encoding="utf-8")
SCAN, INDEX = Scan(TEXT), Index(TEXT)

LEICESTER, BLABY, HARBOROUGH, OADBY_AND_WIGSTON = "E06000016", "E07000129", "E07000131", "E07000135"
RUTLAND, RUSHCLIFFE, NEWARK_AND_SHERWOOD = "E06000017", "E07000176", "E07000175"
CITY = {LEICESTER}
COUNTY = {f"E07000{number}" for number in range(129, 136)}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file beside this one."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def expected_districts() -> dict[str, dict[str, int]]:
    """How many postcodes every outcode and sector should have in each district."""
    expected: dict[str, dict[str, int]] = {}
    for row in rows("postcode_facts.csv"):
        expected.setdefault(row["place"], {})[row["ons_code"]] = int(row["count"])
    return expected


def exceptions() -> dict[str, tuple[str, set[str]]]:
    """The district and the postcodes on the lesser side of every sector that straddles the city boundary."""
    return {
        row["sector"]: (row["side"], {f"{row['sector'][:-1]}{unit}" for unit in row["units"].split()})
        for row in rows("postcode_exceptions.csv")
    }


def places() -> list[str]:
    """Every sector and outcode that the table knows, and some that it does not."""
    known = {*INDEX.possible, *INDEX.elsewhere, *INDEX.bulk, *(f"{area}1" for area in INDEX.outside)}
    return sorted({*known, *(f"{place} 1" for place in known if " " not in place), "ZZ99", "LE20", "LE20 1"})


def test_counts() -> None:
    """Every outcode and sector with a city or county postcode has the number in each district that ONS data give."""
    expected = expected_districts()
    assert {place: dict(SCAN.districts(place)) for place in expected} == expected


def test_no_other_place_holds_a_city_or_county_postcode() -> None:
    """No sector or outcode but those counted has a postcode in the city or the county."""
    home = {place for place, found in INDEX.possible.items() if {code for code, _ in found} & (CITY | COUNTY)}
    assert home == expected_districts().keys()


def test_twelve_sectors_straddle_the_city_boundary() -> None:
    """The city boundary runs through twelve sectors, and through no other."""
    sides = {
        place: {code in CITY for code, _ in found if code in CITY | COUNTY}
        for place, found in INDEX.possible.items()
        if " " in place
    }
    assert {place for place, found in sides.items() if len(found) > 1} == exceptions().keys()
    assert len(exceptions()) == 12


@pytest.mark.parametrize("sector", exceptions())
def test_exceptions_of_a_split_sector(sector: str) -> None:
    """In a split sector just the postcodes listed are on the lesser side; every other one is on the other side."""
    side, listed = exceptions()[sector]
    units = {postcode: code for postcode, code in INDEX.units.items() if postcode.startswith(sector)}
    assert {postcode for postcode, code in units.items() if code == side} == listed
    other = COUNTY if side in CITY else CITY
    assert {code for postcode, code in units.items() if postcode not in listed} <= other


def test_round_trip() -> None:
    """Every postcode in the table is found, exactly, however it is spaced and in whatever case it is typed."""
    for postcode, code in INDEX.units.items():
        found = (postcode, "unit", "exact", code, ((code, 1),), "unit-listed")
        assert lookup(postcode, INDEX) == found
        assert understand(postcode.lower().replace(" ", "")) == postcode
        assert understand(f"  {postcode.replace(' ', '  ')}\r\n") == postcode


def test_a_scan_and_an_index_agree() -> None:
    """One postcode looked up on its own gets the answer that it gets among many, for every place in the table."""
    for place in [*INDEX.units, *places()]:
        assert lookup(place, SCAN) == lookup(place, INDEX)


def test_every_district_has_a_name() -> None:
    """Every ONS code that occurs in the table is named in it, and every name is of a code that occurs."""
    used = {code for found in INDEX.possible.values() for code, _ in found}
    assert used == postcodes.districts(TEXT).keys()
    assert postcodes.districts(TEXT)[RUTLAND] == "Rutland"


def test_sources() -> None:
    """The data sets are named with their editions and licences, and the words their owners ask for are kept."""
    sources = postcodes.sources(TEXT)
    assert sources[0] == ("ONS Postcode Directory", "November 2025", "Open Government Licence v3.0")
    assert sources[1].edition.startswith("not stated")
    assert {source.licence for source in sources} == {"Open Government Licence v3.0"}
    owners = ("Office for National Statistics", "OS data", "Royal Mail data", "National Statistics data")
    assert all(any(owner in words for words in postcodes.attributions(TEXT)) for owner in owners)


def test_the_table_is_small_and_plain() -> None:
    """The table is small enough to ship, has four columns, and is in one order."""
    lines = [line for line in TEXT.splitlines() if not line.startswith("#")]
    assert len(TEXT.encode()) < 60_000
    assert {line.count(",") for line in lines} == {3}
    assert '"' not in "".join(lines)
    assert max(Counter(line.rsplit(",", 1)[0] for line in lines if not line.startswith("attribution")).values()) == 1


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("le29dh", "LE2 9DH"),
        ("LE2-9DH", "LE2 9DH"),
        ("LE2.9DH.", "LE2 9DH"),
        (" LE2  9DH ", "LE2 9DH"),
        ("LE 2 9 DH", "LE2 9DH"),
        ("LE2\t9DH\r\n", "LE2 9DH"),
        ("LE2 9DH,", "LE2 9DH"),
        ("LE2\u00a09DH", "LE2 9DH"),
        ("LE2\u20039DH", "LE2 9DH"),
        ("LE2\u20119DH", "LE2 9DH"),
        ("\ufeffLE2\u200b9DH", "LE2 9DH"),
        ("\uff2c\uff25\uff12\u3000\uff19\uff24\uff28", "LE2 9DH"),
        ("LE2 ODH", "LE2 0DH"),
        ("LE2 oDH", "LE2 0DH"),
        ("LEI 6AA", "LE1 6AA"),
        ("lel 6aa", "LE1 6AA"),
        ("LE1O 1AA", "LE10 1AA"),
        ("LEII 1AA", "LE11 1AA"),
        ("LE2 IDH", "LE2 1DH"),
        ("LL11 1AA", "LL11 1AA"),
        ("OL1 1AA", "OL1 1AA"),
        ("SO14 1AA", "SO14 1AA"),
        ("sw1a1aa", "SW1A 1AA"),
        ("w1a 1aa", "W1A 1AA"),
        ("e16an", "E1 6AN"),
        ("m11ae", "M1 1AE"),
        ("LE2 9", "LE2 9"),
        ("le2-9", "LE2 9"),
        ("LE1 O", "LE1 0"),
        ("LE1 1", "LE1 1"),
        ("LE11 1", "LE11 1"),
        ("LE111", "LE11 1"),
        ("SW1A 1", "SW1A 1"),
        ("LE11", "LE11"),
        ("LE 11", "LE11"),
        ("le2", "LE2"),
        ("L 1", "L1"),
        ("LEI 1", "LE1 1"),
        ("LL 1", "LL1"),
        ("LE 1 1", "LE1 1"),
        ("LE1O", "LE10"),
        ("sw1a", "SW1A"),
    ],
)
def test_sloppy_typing(typed: str, understood: str) -> None:
    """Case, spaces, dashes and the letters O, I and L for digits are forgiven, where they can mean only one thing."""
    assert understand(typed) == understood


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "-",
        "9",
        "LE",
        "29DH",
        "LE2 9D",
        "LE2 9DHX",
        "LE2 99DH",
        "LE1 19DH",
        "LE1 19",
        "SW1 A",
        "LE2 9D0",
        "LE2 9CK",
        "LEX 9DH",
        "LE123 9DH",
        "hello",
        "lol",
        "soar valley",
        "6th form",
        "LE2\x009DH",
        "LE2\x1b[31m 9DH",
        "LE2 9DH\x07",
        "LE2 9DH; LE1 1AA",
        "LE2 9DH" * 2,
        "LE2 9DH" + " " * 100,
        "x" * 1_000_000,
        "\u041be2 9DH",
        "L\u00c92 9DH",
        "LE\u0662 9DH",
        "\ud800",
        "\U0001f600",
        "=LE2",
    ],
)
def test_not_a_postcode(typed: str) -> None:
    """What cannot be a postcode, or half of one, is said not to be; nothing is made of it."""
    for table in (SCAN, INDEX):
        assert lookup(typed, table) == ("", "", "unknown", None, (), "not-a-postcode")


@pytest.mark.parametrize(
    ("typed", "certainty", "ons_code", "reason"),
    [
        ("LE2 9DH", "exact", BLABY, "unit-listed"),
        ("LE2 9AA", "exact", LEICESTER, "unit-listed"),
        ("LE2 9ZZ", "unknown", None, "unit-not-listed"),
        ("LE2 9", "ambiguous", None, "sector-in-several-districts"),
        ("LE2", "ambiguous", None, "outcode-in-several-districts"),
        ("LE1", "whole-outcode", LEICESTER, "outcode-in-one-district"),
        ("LE1 1", "whole-sector", LEICESTER, "sector-in-one-district"),
        ("LE19", "whole-outcode", BLABY, "outcode-in-one-district"),
        ("LE15 7HY", "exact", RUTLAND, "unit-listed"),
        ("NG13 8", "whole-sector", RUSHCLIFFE, "sector-in-one-district"),
        ("NG13 8AB", "whole-sector", RUSHCLIFFE, "sector-in-one-district"),
        ("NG13 1AA", "unknown", None, "sector-not-listed"),
        ("SW1A 1AA", "whole-outcode", None, "outcode-elsewhere"),
        ("SW1A 1", "whole-outcode", None, "outcode-elsewhere"),
        ("SW1A", "whole-outcode", None, "outcode-elsewhere"),
        ("EH1 1YZ", "whole-outcode", None, "outcode-elsewhere"),
        ("BT1 5GS", "whole-outcode", None, "area-elsewhere"),
        ("JE2", "whole-outcode", None, "area-elsewhere"),
        ("LE20 1AA", "unknown", None, "outcode-not-listed"),
        ("LE55 1AA", "unknown", None, "outcode-not-listed"),
        ("ZZ99 9ZZ", "unknown", None, "outcode-not-listed"),
        ("LE1 8AA", "unknown", None, "bulk-mail"),
        ("LE41 9ZZ", "unknown", None, "bulk-mail"),
        ("LE41", "unknown", None, "bulk-mail"),
        ("LE41 1AA", "unknown", None, "sector-not-listed"),
    ],
)
def test_answers(typed: str, certainty: str, ons_code: str | None, reason: str) -> None:
    """A listed postcode is in one district; half a postcode is, if all of it is; the rest is not known or elsewhere."""
    for table in (SCAN, INDEX):
        found = lookup(typed, table)
        assert (found.understood, found.certainty, found.ons_code, found.reason) == (typed, certainty, ons_code, reason)


def test_possible_districts_of_half_a_postcode() -> None:
    """Half a postcode in several districts names them all, most postcodes first, so that a side may be found."""
    assert lookup("LE2 2", SCAN).possible == ((LEICESTER, 65), (OADBY_AND_WIGSTON, 62), (HARBOROUGH, 12))
    assert [code for code, _ in lookup("LE8", SCAN).possible] == [BLABY, HARBOROUGH]
    assert [code for code, _ in lookup("NG13 9", SCAN).possible] == [RUSHCLIFFE, NEWARK_AND_SHERWOOD]


def test_bulk_mail_says_nothing() -> None:
    """The outcodes and sectors known to have nothing but bulk mail are no sign of where an address is."""
    known = "LE21 LE41 LE94 LE95 LE1_8 LE3_4 LE3_7 LE5_9 LE10_9 LE11_9 LE16_0 LE17_9 LE18_9 LE19_9 LE65_9 LE87_4"
    for place in known.replace("_", "\u00a0").split(" "):
        assert lookup(place, SCAN).reason == "bulk-mail"


@given(st.sampled_from(sorted(INDEX.listed)), st.text(string.ascii_uppercase, min_size=2, max_size=2))
@example("LE2 9", "ZZ")
def test_nothing_is_guessed_from_neighbours(sector: str, letters: str) -> None:
    """A postcode that is not listed has no district, even where all its neighbours share one."""
    found = lookup(sector + letters, SCAN)
    assert found == lookup(sector + letters, INDEX)
    if f"{sector}{letters}" not in INDEX.units:
        assert (found.certainty, found.ons_code) == ("unknown", None)


@given(st.text())
def test_anything_may_be_typed(typed: str) -> None:
    """Whatever is typed gets an answer, the same from a scan and an index, that can be typed back."""
    found = lookup(typed, SCAN)
    assert found == lookup(typed, INDEX)
    assert understand(found.understood) == found.understood


@given(st.sampled_from(sorted(INDEX.units)), *[st.text(" -\u00a0\u2013\t.", max_size=3)] * 3, st.booleans())
def test_a_loosely_typed_postcode_is_still_that_postcode(
    postcode: str, before: str, between: str, after: str, is_lower: bool
) -> None:
    """A postcode keeps its answer whatever spaces and dashes stand round and in it, and in whatever case it is."""
    typed = before + postcode.replace(" ", between) + after
    assert lookup(typed.lower() if is_lower else typed, SCAN) == lookup(postcode, SCAN)


def test_another_table_gives_other_answers() -> None:
    """When boundaries are redrawn, replacing the table is all that is needed."""
    redrawn = TEXT.replace("\nunits,LE2 9,E07000129,", "\nunits,LE2 9,E06000999,")
    redrawn = redrawn.replace("\ndistrict,Derby,", "\ndistrict,New Leicester,E06000999,\ndistrict,Derby,")
    assert redrawn != TEXT
    for table in (Scan(redrawn), Index(redrawn)):
        assert lookup("LE2 9DH", table).ons_code == "E06000999"
    assert postcodes.districts(redrawn)["E06000999"] == "New Leicester"


def test_a_table_may_end_without_a_line_end() -> None:
    """A table whose last line has no end is read to its last row."""
    short = "# one row\nunits,LE2 9,E07000129,DH"
    for table in (Scan(short), Index(short)):
        assert lookup("LE2 9DH", table).ons_code == BLABY


def test_light_to_import() -> None:
    """Looking up a postcode loads nothing that is slow to start: `collections` and what that needs, and no more."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import seips_cli, collections; before = {*sys.modules};"
        "import seips_cli.places.postcodes as it;"
        "print(*{*sys.modules} - before - {'__future__', it.__name__, it.__package__})"
    )
    folder = str(Path(postcodes.__file__).parent.parent.parent)
    run = subprocess.run([sys.executable, "-I", "-S", "-c", code, folder], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
