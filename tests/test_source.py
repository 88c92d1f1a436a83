"""What a co-ordinator reads when an edit goes wrong: file, line, record, what is wrong and what to write."""

import json
import re
import sys
import unicodedata
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seips_cli.dataset import Dataset
from seips_cli.errors import BrokenDataset, SeipsError, plain
from seips_cli.parsing import examine, json_schema, mapping, parse
from seips_cli.source import LARGEST, load

HERE = Path(__file__).parent
SMALL = (HERE / "small.yaml").read_text(encoding="utf-8")
BROKEN = yaml.load((HERE / "broken.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def complaint(text: str | bytes) -> list[str]:
    """Everything that is said when *text* is read as a dataset."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(BrokenDataset) as caught:
        parse(content, "small.yaml")
    return [*caught.value.faults, f"error: {caught.value.message}"]


def test_the_small_dataset_is_whole() -> None:
    """What the cases below break is sound to begin with."""
    assert parse(SMALL.encode()).about.title == "A small town"


@pytest.mark.parametrize("case", BROKEN, ids=[case["fault"] for case in BROKEN])
def test_each_fault_is_named_where_it_stands(case: dict[str, Any]) -> None:
    """One slip in the file gives one exact message, with the file, the line and the record's id."""
    assert case["from"] in SMALL
    assert complaint(SMALL.replace(case["from"], case["to"], 1)) == case["says"]


def test_all_faults_are_reported_at_once_and_in_order() -> None:
    """Nobody has to run the check again to hear of the next slip."""
    text = SMALL.replace("pathway: call", "pathway: cal").replace("costs: [stamp]", "costs: [stmp]")
    lines = [int(line.split(":")[1]) for line in complaint(text)[:-1]]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_a_file_in_another_encoding_is_refused_by_line() -> None:
    """Text saved by an old editor as Windows-1252 is not misread: the line with the strange byte is named."""
    content = SMALL.replace("A small town", "A café").encode("cp1252")
    assert complaint(content) == [
        "small.yaml:3: a byte here is not UTF-8",
        "error: the dataset is not UTF-8 text, so nothing was answered",
    ]


def test_a_byte_order_mark_is_forgiven() -> None:
    """Windows editors put a mark before the text; it changes nothing."""
    assert parse(b"\xef\xbb\xbf" + SMALL.encode()).about.title == "A small town"


def test_words_numbers_and_dates_stay_as_typed(data: Dataset) -> None:
    """`no` is an option and not a falsehood, and a telephone number keeps its first 0."""
    assert [option.id for question in data.questions if question.id == "ehcp" for option in question.options] == [
        "no",
        "yes",
        "has-plan",
    ]
    assert {contact.phone for contact in data.contacts if contact.phone} == {"0116 305 6600", "0116 305 0005"}
    assert data.guidance.revised == "2020-11"


def test_control_characters_never_leave_the_file() -> None:
    """Text that could drive a terminal is cleaned when it is read."""
    text = SMALL.replace("title: A small town", 'title: "A \\e[31msmall\\a town"')
    assert parse(text.encode()).about.title == "A [31msmall town"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file far too large for a dataset does not hang the program."""
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(BrokenDataset, match="too large for a dataset"):
        load(path)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    """A wrong path is an error with a way out."""
    with pytest.raises(BrokenDataset, match="no such file") as caught:
        load(tmp_path / "none.yaml")
    assert "--data" in caught.value.hint


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "[" * 5000, "a: " + "{a: " * 3000, "? [a]\n: b\n"])
def test_what_is_no_dataset_at_all_is_refused_in_words(text: str) -> None:
    """Empty files, lists, prose and endless brackets end in a message, never in a traceback."""
    assert complaint(text)[-1].startswith("error: the dataset")


@given(st.integers(0, len(SMALL)), st.integers(0, 60), st.text(max_size=5))
def test_any_damage_is_an_error_or_a_dataset(start: int, length: int, instead: str) -> None:
    """However a file is cut or scribbled on, it is read or refused in words."""
    text = SMALL[:start] + instead + SMALL[start + length :]
    with suppress(BrokenDataset):
        assert parse(text.encode("utf-8", "surrogatepass")).questions


def test_the_schema_for_editors_is_current() -> None:
    """The JSON Schema beside the dataset is the one that the records make (`make schema` writes it)."""
    written = (HERE.parent / "data" / "partnerships.schema.json").read_text(encoding="utf-8")
    assert json.loads(written) == json.loads(json.dumps(json_schema()))


def test_the_schema_accepts_the_shipped_dataset_and_refuses_a_slip() -> None:
    """An editor that knows the schema agrees with the program."""
    import jsonschema

    document = yaml.load((HERE.parent / "data" / "partnerships.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)
    checker = jsonschema.Draft202012Validator(json_schema())
    assert list(checker.iter_errors(_typed(document))) == []
    document["rules"][0]["pathwya"] = "panel"
    assert not checker.is_valid(_typed(document))


def _typed(document: dict[str, Any]) -> dict[str, Any]:
    """The document as an editor sees it, where `yes` and 4 are not strings."""
    if "review_days" in document["about"]:
        document["about"]["review_days"] = int(document["about"]["review_days"])
    for question in document["questions"]:
        if "ordered" in question:
            question["ordered"] = question["ordered"] == "true"
    for pathway in document["pathways"]:
        if "rank" in pathway:
            pathway["rank"] = int(pathway["rank"])
    for rate in document["charge"]["rates"]:
        rate["amounts"] = {premium: int(amount) for premium, amount in rate["amounts"].items()}
    return document


@pytest.mark.parametrize("text", ["{a: " * 30_000, "[" * 30_000 + "]" * 30_000, "a: " + "[" * 50 + "]" * 50])
def test_no_file_is_nested_without_end(text: str) -> None:
    """Guidance needs about eight levels; a file with more than 50 is damaged or hostile, and is told by its line."""
    assert complaint("# a comment\n" + text) == [
        "small.yaml:2: this part is nested more than 50 deep",
        "error: the dataset is nested too deeply, so nothing was answered",
    ]


def test_a_key_repeated_thousands_of_times_is_told_a_hundred_times_and_counted() -> None:
    """Nobody reads 16,000 lines: the first hundred faults are told, in the order of the file, and the rest counted."""
    told = complaint("about: x\n" * 16_000)
    assert len(told) == 102
    assert told[5] == "small.yaml:2: about: the key `about` is written twice (lines 1 and 2)"
    assert told[-2:] == [
        "small.yaml:97: and 15,905 more",
        "error: the dataset has 16,005 faults, so nothing was answered",
    ]


@pytest.mark.parametrize("line", ["a: b\n", "key{n}: b\n", "key{n}:\n"])
def test_a_large_file_of_nothing_but_faults_is_refused_at_once(line: str) -> None:
    """A wrong file, such as an export of something else, is refused in a moment, however much is in it."""
    text = "".join(line.format(n=n) for n in range(40_000))
    start = process_time()
    assert complaint(text)[-2].endswith(" more")
    assert process_time() - start < 5


def test_every_odd_space_is_a_space() -> None:
    """A telephone number copied from a web page keeps its gaps, whichever of Unicode's spaces they were."""
    spaces = [chr(code) for code in range(sys.maxunicode) if unicodedata.category(chr(code)) == "Zs"]
    assert plain("".join(spaces)) == " " * len(spaces)
    assert plain("0116\u00a0305\u202f6600\u200b\x1b\u2028") == "0116 305 6600"
    text = SMALL.replace("phone: 0100 555 0100", "phone: 0100\u00a0555\u20090100")
    assert parse(text.encode()).contacts[0].phone == "0100 555 0100"


def test_a_wrong_date_hides_no_other_slip() -> None:
    """What has the wrong shape and names that lead nowhere are told in one run, and nothing is answered."""
    text = SMALL.replace("checked_on: 2026-01-31\n    conf", "checked_on: last week\n    conf", 1)
    text = text.replace("ordered: true", "ordered: rather").replace("rank: 1", "rank: high")
    text = text.replace("steps: [Call.]", "steps: Call.").replace("title: Call", "titel: Call")
    text = text.replace("pathway: call", "pathway: cal", 1).replace("costs: [stamp]", "costs: [stmp]")
    assert [line.split(": ", 1)[1] for line in complaint(text)] == [
        "source `leaflet`, checked_on: write the date as YYYY-MM-DD, not `last week`",
        "question `worry`, ordered: write true or false",
        "rule `much`, pathway: no pathway is called `cal`; did you mean `call`?",
        "pathway `call`, title: this key is missing",
        "pathway `call`, titel: this is not a key that is known here; did you mean `title`?",
        "pathway `call`, rank: write a whole number",
        "pathway `call`, steps: write a list here, one `- ` item a line",
        "pathway `call`, costs: no cost is called `stmp`; did you mean `stamp`?",
        "the dataset has 8 faults, so nothing was answered",
    ]
    assert examine(text.encode(), "small.yaml").data is None


def test_a_misspelt_key_accuses_nobody_else() -> None:
    """A slip in a record's own lines is told there; whoever names the record is not said to be wrong."""
    lines = SMALL.splitlines(keepends=True)
    for n, line in enumerate(lines):
        for old, new in ((r"^(\s*(?:- )?[a-z_]+):", r"\1x:"), (r"^(\s*(?:- )?[a-z_]+):.+", r"\1: {a: b}")):
            read = examine("".join([*lines[:n], re.sub(old, new, line), *lines[n + 1 :]]).encode(), "small.yaml")
            accused = [message for _, message in read.faults if re.search(r"is called|served|missing; name", message)]
            assert read.data or not accused, (n + 1, line)


def test_a_question_whose_name_begins_like_a_type_is_found(data: Dataset) -> None:
    """A school may ask about `stress` or `strengths`; a slip in such a condition is told at its own line."""
    assert data.questions
    text = SMALL.replace("      worry: grave", "      stress: {a: b}")
    assert complaint(text)[0] == "small.yaml:53: rule `much`, when stress: write text here"


ANSWERS = "level: T1\narea: blaby\n"


@pytest.mark.parametrize(
    "text",
    [
        ANSWERS,
        '{"level": "T1", "area": "blaby"}',
        json.dumps(
            {"schema": "x", "answers": {"level": "T1", "area": "blaby"}, "because": [{"a": [1, None]}]}, indent=1
        ),
    ],
)
def test_answers_are_read_as_typed(text: str) -> None:
    """A school keeps its answers in a few lines, as JSON, or within a whole result as JSON."""
    assert mapping(text, "case.yaml") == {"level": "T1", "area": "blaby"}


def test_an_answer_no_stays_no() -> None:
    """`no` is an answer and not a falsehood."""
    assert mapping("ehcp: no\nschool: 1", "case.yaml") == {"ehcp": "no", "school": "1"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (ANSWERS + "level: T2\n", "case.yaml:3: the key `level` is written twice (lines 1 and 3)"),
        ('{"answers": {"a": "b",\n"a": "c"}}', "case.yaml:2: the key `a` is written twice (lines 1 and 2)"),
        ("level: &x T1\narea: *x\n", "case.yaml:1: this part is used again by an alias (`*name`); write it out"),
        ("{a: " * 30_000, "case.yaml:1: this part is nested more than 50 deep"),
        (ANSWERS + "sen:\n", "case.yaml:3: `sen` does not name one option"),
        (ANSWERS + "sen: [a, b]\n", "case.yaml:3: `sen` does not name one option"),
        (ANSWERS + "sen: {a\n", "case.yaml:4: this is not YAML or JSON: did not find expected ',' or '}'"),
        ("a: \x07\n", "case.yaml:1: this is not YAML or JSON: control characters are not allowed"),
        ("a: b\n---\na: c\n", "case.yaml:2: this is not YAML or JSON: a second document begins here; a file holds one"),
        ("", "`case.yaml` does not hold answers"),
        ("- a", "`case.yaml` does not hold answers"),
        ("answers: [a]", "`case.yaml` does not hold answers"),
        ("\ud800", "case.yaml:1: this is not YAML or JSON: surrogates not allowed"),
    ],
)
def test_a_file_of_answers_says_each_thing_once(text: str, says: str) -> None:
    """Two answers to one question are never settled by which stands last: the line is named, and nothing is routed."""
    with pytest.raises(SeipsError) as caught:
        mapping(text, "case.yaml")
    assert (caught.value.message, caught.value.kind) == (says, "answers")
