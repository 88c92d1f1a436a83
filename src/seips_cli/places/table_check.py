"""What is wrong with the tables beside a dataset, line by line. Pure: the text of a table comes in as an argument.

Every table is checked whole before it answers anything, so that no answer rests on a row that makes no sense. Only the
tables that the build of a wheel has checked are not checked again; they are known by their fingerprint.
"""

from __future__ import annotations

import re

from ..errors import BrokenDataset, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    #: A line of the file, and what is wrong there.
    Fault = tuple[int, str]
    #: A line of the file, and its fields.
    Row = tuple[int, list[str]]

#: More faults of one table than this are counted, not shown.
MOST_FAULTS = 100

#: No field of a list of schools needs to be longer.
LONGEST_FIELD = 1000

HEADER = ["kind", "name", "code", "detail"]

# Postcodes as `postcodes.understand` writes them: what is written otherwise would never be found.
AREA = re.compile("[A-Z][A-HJ-Z]?")
OUTCODE = re.compile("[A-Z][A-HJ-Z]?[0-9][A-HJKMNP-Z0-9]?")
SECTOR = re.compile("[A-Z][A-HJ-Z]?[0-9][A-HJKMNP-Z0-9]? [0-9]")
UNITS = re.compile("[ABD-HJLNP-UW-Z]{2,}(?: [ABD-HJLNP-UW-Z]{2,})*")
DISTRICTS = re.compile("[0-9][A-HJKMNP-Z0-9]?(?: [0-9][A-HJKMNP-Z0-9]?)*")
SECTORS = re.compile("[0-9](?: [0-9])*")
COUNT = re.compile("[1-9][0-9]{0,6}")
NUMBER = re.compile("[0-9]{1,12}")


def postcode_faults(text: str, areas: Mapping[str, str] | None = None) -> Iterator[Fault]:
    """All that is wrong with a table of postcodes; *areas* are ONS codes that it must know, with the area of each."""
    rows = _rows(text)
    at = rows[0][0] if rows else 1
    if not rows or rows[0][1] != HEADER:
        yield at, f"this is no table of postcodes: its first row must be `{','.join(HEADER)}`"
        return
    if rows[-1][1] != _end(rows):
        yield rows[-1][0], f"the table is cut short or was added to: its last row must be `{','.join(_end(rows))}`"
        return
    rows = rows[:-1]
    table = _Postcodes(rows)
    yield from ((at, message) for message in table.lacks(areas or {}))
    for line, fields in rows[1:]:
        yield from ((line, message) for message in table.wrong_with(fields))


def _end(rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """The row that closes a table, with the number of those between it and the header."""
    return ["end", "rows", "", str(len(rows) - 2)]


def school_faults(text: str, codes: Collection[str] | None = None) -> Iterator[Fault]:
    """All that is wrong with a list of schools; *codes* are the ONS codes that mean something, if they are known."""
    from .schools import School

    (at, header), *rows = [*_csv_rows(text)] or [(1, [])]
    if sorted(header) != sorted(School._fields):
        yield at, f"this is no list of schools: its first row must be `{','.join(School._fields)}`"
        return
    if not rows:
        yield at, "there is no school in this list"
    seen: dict[str, int] = {}
    for line, fields in rows:
        yield from ((line, message) for message in _wrong_with_school(line, header, fields, codes, seen))


def district_codes(text: str) -> set[str]:
    """The ONS codes that a table of postcodes names, even if there are faults in it."""
    return {fields[2] for _, fields in _rows(text) if fields[0] == "district" and len(fields) == len(HEADER)}


def described(file: str, faults: Iterable[Fault]) -> tuple[str, ...]:
    """*faults* as lines that begin with `file:line:`, in order, and after the first hundred how many more there are."""
    found = list(faults)
    shown, rest = found[:MOST_FAULTS], found[MOST_FAULTS:]
    if rest:
        shown.append((rest[0][0], f"and {len(rest)} more in this file, from here on"))
    return tuple(plain(f"{file}:{line}: {message}".replace("\n", " ")) for line, message in shown)


def refuse(file: str, faults: Iterable[Fault]) -> None:
    """Raise BrokenDataset with *faults*, if there are any."""
    if found := list(faults):
        number = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        hint = "put the table right, or use the one that came with the dataset"
        message = f"the table `{file}` has {number}, so nothing was answered"
        raise BrokenDataset(message, hint=hint, faults=described(file, found))


def _rows(text: str) -> list[Row]:
    """The rows of a table of postcodes, which is read without quotation marks; only the last field may hold commas."""
    lines = enumerate(text.split("\n"), 1)
    return [(n, line.split(",", 3)) for n, line in lines if line and line[0] != "#"]


class _Postcodes:
    """A table of postcodes, row against row."""

    def __init__(self, rows: list[Row]) -> None:
        whole = [fields for _, fields in rows if len(fields) == len(HEADER)]
        self.codes = {code for kind, _, code, _ in whole if kind == "district"}
        self.sources = {name for kind, name, _, _ in whole if kind == "source"}
        self.listed = {name for kind, name, _, _ in whole if kind == "units"}
        self.outcodes = {name[:-2] for kind, name, _, _ in whole if kind in ("units", "sector")}
        self.seen: set[tuple[str, ...]] = set()
        self.letters: dict[tuple[str, str], str] = {}
        self.kinds: dict[str, Callable[[str, str, str], Iterator[str]]] = {
            "source": self._source,
            "attribution": self._attribution,
            "district": self._district,
            "units": self._units,
            "sector": self._sector,
            "outcodes": self._outcodes,
            "area": self._area,
            "bulk": self._bulk,
        }

    def lacks(self, areas: Mapping[str, str]) -> Iterator[str]:
        """What must be somewhere in the table and is not."""
        if not self.sources:
            yield "no row says what the table was made from: write a `source` row"
        if not self.codes:
            yield "no row names a district: write a `district` row for each"
        for code, area in areas.items():
            if self.codes and code not in self.codes:
                yield f"no district here has the ONS code `{code}`, which the dataset gives to `{area}`"

    def wrong_with(self, fields: list[str]) -> Iterator[str]:
        """What is wrong with one row."""
        if fields[0] not in self.kinds:
            return iter((f"{_shown(fields[0])} is not a kind of row: write {', '.join(self.kinds)}",))
        if len(fields) < len(HEADER):
            return iter((f"this row has {len(fields)} columns, not {len(HEADER)}",))
        if any('"' in field for field in fields[:3]):
            return iter(("quotation marks are not read here: write a name without them, and without a comma",))
        return self.kinds[fields[0]](*fields[1:])

    def _source(self, name: str, edition: str, licence: str) -> Iterator[str]:
        if not (name and edition and licence):
            yield "a source needs its name, its edition and its licence"

    def _attribution(self, name: str, code: str, words: str) -> Iterator[str]:
        if name not in self.sources:
            yield f"{_shown(name)} is not the name of a `source` row"
        if code or not words:
            yield "an attribution has nothing in its third column, and in its fourth the words to show"

    def _district(self, name: str, code: str, rest: str) -> Iterator[str]:
        if not name or not code or " " in code or rest:
            yield "a district needs its name and its ONS code, and nothing else"
        yield from self._once("district", code, f"the district `{code}` is named twice")

    def _units(self, sector: str, code: str, units: str) -> Iterator[str]:
        yield from self._place(sector, code)
        if not UNITS.fullmatch(units):
            yield f"{_shown(units)} is not a list of postcodes such as `DHJ GG`"
            return
        for word in units.split(" "):
            letters = self.letters.get((sector, word[0]), "") + word[1:]
            if len(set(letters)) < len(letters):
                yield f"a postcode that begins with {_shown(sector + word[0])} is listed twice"
            self.letters[sector, word[0]] = letters

    def _sector(self, sector: str, code: str, count: str) -> Iterator[str]:
        yield from self._place(sector, code)
        if not COUNT.fullmatch(count):
            yield f"{_shown(count)} is not a number of postcodes"
        if sector in self.listed:
            yield f"{_shown(sector)} has its postcodes listed, so it cannot also have a number of them"
        yield from self._once(sector, code, f"{_shown(sector)} is counted twice for `{code}`")

    def _place(self, sector: str, code: str) -> Iterator[str]:
        if not SECTOR.fullmatch(sector):
            yield f"{_shown(sector)} is not a sector such as `AB1 2`"
        if code not in self.codes:
            yield f"{_shown(code)} is not the ONS code of a `district` row"

    def _outcodes(self, area: str, code: str, districts: str) -> Iterator[str]:
        if not AREA.fullmatch(area) or code or not DISTRICTS.fullmatch(districts):
            yield "write a postcode area, nothing, and the numbers of its outcodes, such as `outcodes,AB,,1 2 3`"
            return
        for outcode in sorted(self.outcodes.intersection([area + number for number in districts.split(" ")])):
            yield f"`{outcode}` cannot be elsewhere, as postcodes of it are in this table"

    def _area(self, area: str, code: str, where: str) -> Iterator[str]:
        if not AREA.fullmatch(area) or code or not where:
            yield "write a postcode area, nothing, and where it is, such as `area,AB,,where it is`"

    def _bulk(self, outcode: str, code: str, sectors: str) -> Iterator[str]:
        if not OUTCODE.fullmatch(outcode) or code or not SECTORS.fullmatch(sectors):
            yield "write an outcode, nothing, and its sectors, such as `bulk,AB1,,4 7`"

    def _once(self, name: str, code: str, message: str) -> Iterator[str]:
        if (name, code) in self.seen:
            yield message
        self.seen.add((name, code))


def _shown(field: str, longest: int = 40) -> str:
    """A field as a message quotes it, cut short."""
    return f"`{field[:longest]}…`" if len(field) > longest else f"`{field}`"


def _csv_rows(text: str) -> Iterator[Row]:
    """The rows of a list of schools; one that cannot be read has no fields, and ends the list."""
    import csv

    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line and line[0] != "#"]
    reader, first = csv.reader((line for _, line in lines), strict=True), 0
    try:
        for fields in reader:
            is_whole = reader.line_num == first + 1
            yield lines[first][0], fields if is_whole else []
            first = reader.line_num
    except csv.Error:
        yield lines[first][0], []


def _wrong_with_school(
    line: int, header: list[str], fields: list[str], codes: Collection[str] | None, seen: dict[str, int]
) -> Iterator[str]:
    """What is wrong with one school; *seen* holds the numbers of those before it, and their lines."""
    if not fields:
        yield "this row cannot be read: look for a quotation mark too many or too few, or a field without end"
        return
    if len(fields) != len(header):
        yield f"this row has {len(fields)} columns, not {len(header)}"
        return
    school = dict(zip(header, fields, strict=True))
    yield from _wrong_fields(school, codes)
    if school["urn"] and seen.setdefault(school["urn"], line) != line:
        yield f"the number {_shown(school['urn'])} is also that of the school on line {seen[school['urn']]}"


def _wrong_fields(school: dict[str, str], codes: Collection[str] | None) -> Iterator[str]:
    from .postcodes import understand
    from .schools import LONGEST_NAME

    for name in ("name", "ons_code", "kind", "source", "source_date"):
        if not school[name].strip():
            yield f"`{name}` is empty"
    for name, field in school.items():
        if len(field) > (LONGEST_NAME if name == "name" else LONGEST_FIELD):
            yield f"`{name}` is too long: {_shown(field)}"
    if school["urn"] and not NUMBER.fullmatch(school["urn"]):
        yield f"{_shown(school['urn'])} is not a number"
    if school["postcode"] and understand(school["postcode"]) != school["postcode"]:
        yield f"{_shown(school['postcode'])} is not a postcode such as `AB1 2CD`"
    if codes is not None and school["ons_code"] and school["ons_code"] not in codes:
        yield f"{_shown(school['ons_code'])} is not an ONS code of the dataset, nor of a district beside it"
