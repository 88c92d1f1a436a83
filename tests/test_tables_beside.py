"""The tables beside a dataset: what is wrong with one is said by file and line, and never answered from."""

import os
import string
import sys
from hashlib import sha256
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import Run

from seips_cli.errors import BrokenDataset
from seips_cli.places.postcodes import Index, understand
from seips_cli.places.table_check import OUTCODE, SECTOR, postcode_faults, school_faults
from seips_cli.source import Atlas, Edition, load

DATA = Path(__file__).parent.parent / "data"
DATASET, POSTCODES, SCHOOLS = (
    (DATA / name).read_text(encoding="utf-8") for name in ("partnerships.yaml", "postcodes.csv", "schools.csv")
)
SMALL = """kind,name,code,detail
source,A survey,2025,OGL
attribution,A survey,,Contains data, and words
district,Blaby,E07000129,
district,Leicester,E06000016,
units,LE2 9,E07000129,DHJ GG
units,LE2 9,E06000016,DAB
sector,LE3 1,E06000016,12
outcodes,AL,,1 2 1A
area,JE,,Jersey
bulk,LE95,,2
"""


def closed(text: str) -> str:
    """*text* with the row that closes it, counted afresh."""
    rows = [line for line in text.splitlines() if line and not line.startswith("#")]
    return f"{text}end,rows,,{len(rows) - 1}\n"


SCHOOL = "Soar Valley College,,120286,LE4 7GY,E06000016,mainstream,,https://example.org,2025,"


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A folder with the shipped dataset and its tables, to break."""
    for name, text in (("partnerships.yaml", DATASET), ("postcodes.csv", POSTCODES), ("schools.csv", SCHOOLS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path / "partnerships.yaml"


def replaced(path: Path, old: str, new: str) -> None:
    """Write a file with *new* in place of *old*, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_tables_have_no_fault(edition: Edition) -> None:
    """The tables of Leicester and Leicestershire are whole, and know every district that the guidance serves."""
    assert list(Atlas(edition).faults()) == []


def test_a_small_table_has_no_fault() -> None:
    """A table needs a source, its districts, and whatever rows another authority has."""
    assert list(postcode_faults(closed(SMALL), {"E07000129": "blaby"})) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("units,LE2 9,E07000129", "units,LE2 9,E07000192", 6, "`E07000192` is not the ONS code of a `district` row"),
        ("sector,LE3 1,E06000016", "sector,LE3 1,", 8, "`` is not the ONS code"),
        (",12\n", ",many\n", 8, "`many` is not a number"),
        (",12\n", ",\u00b2\n", 8, "is not a number"),
        (",12\n", ",0\n", 8, "is not a number"),
        ("units,LE2 9,E07000129,DHJ GG", "units,LE2 9,E07000129", 6, "this row has 3 columns, not 4"),
        ("units,LE2 9,E07000129", "unit,LE2 9,E07000129", 6, "`unit` is not a kind of row"),
        ("units,LE2 9,E07000129", "units,LE29,E07000129", 6, "`LE29` is not a sector"),
        ("DHJ GG", "dhj", 6, "is not a list of postcodes"),
        ("DHJ GG", "DHJ D", 6, "is not a list of postcodes"),
        ("DHJ GG", "", 6, "`` is not a list of postcodes"),
        ("E06000016,DAB", "E06000016,DAH", 7, "a postcode that begins with `LE2 9D` is listed twice"),
        ("DHJ GG", "DHH GG", 6, "a postcode that begins with `LE2 9D` is listed twice"),
        ("sector,LE3 1", "sector,LE2 9", 8, "has its postcodes listed"),
        ("sector,LE3 1,E06000016,12\n", "sector,LE3 1,E06000016,12\n" * 2, 9, "`LE3 1` is counted twice"),
        ("outcodes,AL,,1 2 1A", "outcodes,LE,,1 2", 9, "`LE2` cannot be elsewhere"),
        ("outcodes,AL,,1 2 1A", "outcodes,AL,,one", 9, "write a postcode area"),
        ("area,JE,,Jersey", "area,JERSEY,,Jersey", 10, "write a postcode area"),
        ("bulk,LE95,,2", "bulk,LE95,,22", 11, "write an outcode"),
        ("district,Leicester,E06000016,", "district,Leicester,E07000129,", 5, "named twice"),
        ("district,Leicester,E06000016,", "district,,E06000016,", 5, "a district needs its name"),
        ("district,Leicester,", 'district,"Leicester, City of",', 5, "quotation marks are not read here"),
        ("source,A survey,2025,OGL", "source,A survey,2025,", 2, "a source needs"),
        ("attribution,A survey", "attribution,Another", 3, "`Another` is not the name of a `source` row"),
        ("source,A survey,2025,OGL\nattribution,A survey,,Contains data, and words\n", "", 1, "write a `source` row"),
        ("district,Blaby,E07000129,\ndistrict,Leicester,E06000016,\n", "", 1, "write a `district` row"),
        ("kind,name,code,detail\n", "kind,name,code\n", 1, "this is no table of postcodes"),
        ("kind,name,code,detail\n", "", 1, "this is no table of postcodes"),
    ],
)
def test_what_makes_no_sense_in_a_table_of_postcodes(old: str, new: str, line: int, words: str) -> None:
    """A postcode is in one district that has a name, or counted, or elsewhere; anything else is a fault of its line."""
    text = SMALL.replace(old, new)
    assert text != SMALL
    found = list(postcode_faults(closed(text)))
    assert (line, True) in [(at, words in message) for at, message in found], found
    assert found == sorted(found, key=lambda fault: fault[0])


def test_a_table_must_know_every_district_that_is_served() -> None:
    """After boundaries are redrawn, a table that lacks a district would send its children to another authority."""
    assert [line for line, _ in postcode_faults(closed(SMALL), {"E07000999": "new-district"})] == [1]


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "root:x:0:0:root:/root:/bin/sh\n" * 9, "a,b,c,d\n" * 9])
def test_a_foreign_file_is_no_table(text: str) -> None:
    """A file that is something else is said to be so once, and nothing of it is shown."""
    for faults in (list(postcode_faults(text)), list(school_faults(text))):
        assert len(faults) == 1
        assert "root" not in faults[0][1]


@given(st.text(string.ascii_uppercase + string.digits + " ", max_size=8))
def test_what_a_table_may_list_can_be_found(place: str) -> None:
    """A sector or an outcode that passes the check is written as a person's typing would be understood."""
    if SECTOR.fullmatch(place) or OUTCODE.fullmatch(place):
        assert understand(place) == place


@given(st.lists(st.tuples(st.integers(0, len(SMALL)), st.text(max_size=3)), min_size=1, max_size=3))
def test_a_table_without_faults_can_be_read(edits: list[tuple[int, str]]) -> None:
    """However a table is damaged, either its faults are named or every row of it can be read."""
    text = SMALL
    for at, new in edits:
        text = text[:at] + new + text[at + 1 :]
    if not list(postcode_faults(closed(text))):
        Index(text)


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ([SCHOOL, "Short School,,1"], 3, "this row has 3 columns, not 10"),
        ([SCHOOL + ",more"], 2, "this row has 11 columns"),
        ([SCHOOL.replace("E06000016", "E06000061")], 2, "`E06000061` is not an ONS code of the dataset"),
        ([SCHOOL.replace("E06000016", "")], 2, "`ons_code` is empty"),
        ([SCHOOL.replace("Soar Valley College", "")], 2, "`name` is empty"),
        ([SCHOOL.replace("Soar", "Soar" * 50)], 2, "`name` is too long"),
        ([SCHOOL + "x" * 2000], 2, "`note` is too long"),
        ([SCHOOL + "x" * 200_000], 2, "cannot be read"),
        ([SCHOOL.replace("120286", "twelve")], 2, "`twelve` is not a number"),
        ([SCHOOL.replace("LE4 7GY", "LE4 7G")], 2, "`LE4 7G` is not a postcode"),
        ([SCHOOL, SCHOOL], 3, "the number `120286` is also that of the school on line 2"),
        (['"Soar', 'Valley"' + SCHOOL[19:]], 2, "cannot be read"),
        (['"Soar Valley' + SCHOOL[19:], SCHOOL], 2, "cannot be read"),
        ([], 1, "there is no school in this list"),
    ],
)
def test_what_makes_no_sense_in_a_list_of_schools(rows: list[str], line: int, words: str) -> None:
    """A school has a name, a source, and a district that means something; anything else is a fault of its line."""
    header = next(line for line in SCHOOLS.splitlines() if not line.startswith("#"))
    found = list(school_faults("\n".join([header, *rows]), {"E06000016"}))
    assert [at for at, message in found if words in message] == [line], found


def test_a_list_of_schools_without_a_column() -> None:
    """A list without the column for the district says which columns there must be, on the line of the header."""
    ((line, message),) = school_faults(SCHOOLS.replace(",ons_code,", ",code,"))
    assert SCHOOLS.splitlines()[line - 1].startswith("name,")
    assert "ons_code" in message


def test_a_mistyped_code_answers_nothing(seips: Run, beside: Path) -> None:
    """A child in Blaby is not sent to another authority because of a slip in a row: the row is named, and exit is 3."""
    table = beside.with_name("postcodes.csv")
    replaced(table, "units,LE2 9,E07000129", "units,LE2 9,E07000192")
    line = next(n for n, row in enumerate(table.read_text("utf-8").splitlines(), 1) if "E07000192" in row)
    result = seips("where", "LE2 9DH", "--data", str(beside))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{table}:{line}: `E07000192` is not the ONS code of a `district` row\n")


@pytest.mark.parametrize("name", ["postcodes.csv", "schools.csv"])
@pytest.mark.parametrize("content", [b"", b"root:x:0:0\n", b"\xff\xfe", b"a,b\n1,2\n", b"x" * 3_000_000])
def test_a_foreign_file_in_place_of_a_table(seips: Run, beside: Path, name: str, content: bytes) -> None:
    """Whatever stands where a table should be, the answer is that the data are broken, never that seips is."""
    beside.with_name(name).write_bytes(content)
    result = seips("where", "LE2 9DH" if name == "postcodes.csv" else "soar valley", "--data", str(beside))
    assert (result.exit_code, result.stdout) == (3, "")
    assert name in result.stderr


def test_a_hundred_faults_are_shown_and_the_rest_counted(beside: Path) -> None:
    """A table that is wrong throughout names its first hundred faults in the order of the file, and how many follow."""
    replaced(beside.with_name("postcodes.csv"), "\nunits,", "\nunit,")
    with pytest.raises(BrokenDataset, match="has 216 faults") as caught:
        _ = Atlas(load(beside)).postcodes
    lines = [
        int(fault.removeprefix(f"{beside.with_name('postcodes.csv')}:").split(":")[0]) for fault in caught.value.faults
    ]
    assert len(lines) == 101
    assert lines == sorted(lines)
    assert caught.value.faults[-1].endswith("and 116 more in this file, from here on")


def test_all_tables_are_checked_together(beside: Path) -> None:
    """Whoever edits the data sees the faults of every table at once, each with its file and line."""
    replaced(beside.with_name("postcodes.csv"), "sector,NN6 0,E06000061,203", "sector,NN6 0,E06000061,many")
    replaced(beside.with_name("schools.csv"), "LE5 4PY,E06000016", "LE5 4PY,E06000061x")
    files = [fault.split(":")[0] for fault in Atlas(load(beside)).faults()]
    assert files == [str(beside.with_name("postcodes.csv")), str(beside.with_name("schools.csv"))]


OUTSIDE = ["../postcodes.csv", "sub/p.csv", "sub\\p.csv", "..", ".", "C:p.csv", "{folder}/p.csv"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_table_is_named_without_a_folder(beside: Path, name: str) -> None:
    """A dataset from a stranger can have no file read but those that came with it."""
    name = name.format(folder=beside.parent)
    atlas = Atlas(load(beside))
    atlas.names["postcodes"] = name
    assert not atlas.has_postcodes
    with pytest.raises(BrokenDataset, match="plain file name") as caught:
        _ = atlas.postcodes
    assert str(beside) in caught.value.message
    assert [fault.startswith(f"{beside}:1: ") for fault in atlas.faults()] == [True]


@pytest.mark.parametrize("name", ["postcodes", "schools"])
def test_a_table_that_is_not_there(beside: Path, name: str) -> None:
    """What cannot be read is not offered, and who asks for it is told of a table, not of a dataset."""
    path = beside.with_name(f"{name}.csv")
    assert Atlas(load(beside)).has_postcodes
    assert Atlas(load(beside)).has_schools
    path.unlink()
    atlas = Atlas(load(beside))
    assert (atlas.has_postcodes, atlas.has_schools) == (name != "postcodes", name != "schools")
    with pytest.raises(BrokenDataset, match=f"cannot read the table `.*{name}.csv`: no such file") as caught:
        getattr(atlas, name)
    assert f"put it beside the dataset, or take `{name}:` out" in caught.value.hint


def test_a_table_that_is_no_plain_file(beside: Path) -> None:
    """A folder or a pipe in place of a table is refused, and never waited for."""
    path = beside.with_name("postcodes.csv")
    path.unlink()
    os.mkfifo(path)
    assert not Atlas(load(beside)).has_postcodes
    with pytest.raises(BrokenDataset, match="not a plain file"):
        _ = Atlas(load(beside)).postcodes


def test_no_table_drives_a_terminal(seips: Run, beside: Path) -> None:
    """A name in a table is text: no escape in it reaches a terminal, and nothing hides in it."""
    replaced(beside.with_name("postcodes.csv"), "district,Blaby,", "district,Bla\x1b[31m\u202eby\x07,")
    replaced(beside.with_name("schools.csv"), "Soar Valley College", "Soar\x1b]0;x\x07 Valley\x85 College\u2028")
    for arguments in (("where", "LE2 9DH"), ("where", "soar valley"), ("where", "soar valley", "--json")):
        result = seips(*arguments, "--data", str(beside))
        assert result.exit_code == 0
        assert result.stdout.replace("\n", "").isprintable()


def test_lines_may_end_as_on_windows(beside: Path) -> None:
    """A table saved on Windows answers as it did before."""
    for name in ("postcodes.csv", "schools.csv"):
        path = beside.with_name(name)
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    atlas = Atlas(load(beside))
    assert atlas.postcodes == POSTCODES
    assert len(atlas.schools) == SCHOOLS.count("\n") - SCHOOLS.count("\n#") - 2


def test_a_table_that_the_build_has_checked_is_not_checked_again(monkeypatch: pytest.MonkeyPatch, beside: Path) -> None:
    """An installed seips trusts the very tables that it was built with, beside the very dataset, and no others."""
    replaced(beside.with_name("postcodes.csv"), "sector,NN6 0,E06000061,203", "sector,NN6 0,E06000061,many")
    edition, text = load(beside), beside.with_name("postcodes.csv").read_text("utf-8")
    made = ModuleType("seips_cli.shipped")
    made.__dict__.update(DIGEST=edition.digest, TABLES={sha256(text.encode()).hexdigest()})
    monkeypatch.setitem(sys.modules, "seips_cli.shipped", made)
    assert Atlas(edition).postcodes == text
    assert Atlas(edition).proven()[0] in made.TABLES
    for changed in ({"DIGEST": "another"}, {"DIGEST": edition.digest, "TABLES": set()}):
        made.__dict__.update(changed)
        with pytest.raises(BrokenDataset):
            _ = Atlas(edition).postcodes
        with pytest.raises(BrokenDataset):
            Atlas(edition).proven()


def test_a_table_that_was_cut_short_is_noticed() -> None:
    """Half a table, as a broken copy leaves it, answers nothing rather than `cannot tell`."""
    text = (Path(__file__).parent.parent / "data" / "postcodes.csv").read_text(encoding="utf-8")
    assert list(postcode_faults(text)) == []
    for cut in (len(text) // 2, len(text) - 40):
        assert list(postcode_faults(text[: text.rindex("\n", 0, cut) + 1]))
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("units,LE2 9,")]
    assert list(postcode_faults("".join(lines)))
