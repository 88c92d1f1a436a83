"""What a co-ordinator reads when an edit goes wrong: file, line, record, what is wrong and what to write."""

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from seips_cli.dataset import Dataset
from seips_cli.errors import BrokenDataset
from seips_cli.parsing import json_schema, parse
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
    import json

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
    for question in document["questions"]:
        if "ordered" in question:
            question["ordered"] = question["ordered"] == "true"
    for pathway in document["pathways"]:
        if "rank" in pathway:
            pathway["rank"] = int(pathway["rank"])
    return document
