"""`seips export table`: the same decision on the engines that people already have."""

import csv
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import ROOT, Run
from tests.generated_tables import split
from tests.invented import GEOGRAPHY, PATHWAYS, QUESTIONS, dataset
from tests.test_batch import TODAY, read, routed, written

from seips_cli.dataset import Dataset
from seips_cli.decision import decide, diagram_of, variables_of
from seips_cli.errors import SeipsError
from seips_cli.export import table as tables
from seips_cli.export.parquet import as_parquet
from seips_cli.export.sql import DECISIONS, as_sql, name, text
from seips_cli.export.table import ORIGIN, about, as_csv, as_json_lines, table_of
from seips_cli.row import RESULT
from seips_cli.source import Edition, load

#: A case as a school's file holds it: None for a question that was not answered.
Case = Mapping[str, str | None]
#: What an engine is given: statements that make the table, the query, and a table of cases with a number in front.
Engine = Callable[[str, str, Sequence[str], Sequence[Sequence[Any]]], list[tuple[Any, ...]]]
NOTHING = (None,) * len(RESULT)
#: What a file of cases may hold where an option should stand.
STRANGE = ("", "NO", " no", "maybe", "' OR '1' = '1", "\\", "é", "NULL")


def in_duckdb(making: str, query: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """What DuckDB answers."""
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE cases ({', '.join(f'{name(column)} VARCHAR' for column in columns)})")
        connection.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * len(columns))})", rows)
        connection.execute(making)
        return connection.execute(query).fetchall()


def in_sqlite(making: str, query: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """What SQLite answers."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE TABLE cases ({', '.join(map(name, columns))})")
        connection.executemany(f"INSERT INTO cases VALUES ({', '.join('?' * len(columns))})", rows)
        connection.executescript(making)
        return connection.execute(query).fetchall()


def in_spark(making: str, query: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """What Spark answers, in local mode."""
    spark_sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed (pip install pyspark; it needs Java)")
    builder = spark_sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for option in ("spark.sql.ansi.enabled", "spark.sql.ansi.doubleQuotedIdentifiers"):
        builder = builder.config(option, "true")
    with TemporaryDirectory() as folder:
        session = builder.config("spark.sql.warehouse.dir", folder).getOrCreate()
        kinds = ", ".join(f"`{column}` STRING" for column in columns)
        session.createDataFrame([tuple(row) for row in rows], kinds).createOrReplaceTempView("cases")
        for statement in making.split(";\n"):
            if statement.strip():
                session.sql(statement)
        found = [tuple(row) for row in session.sql(query.rstrip().rstrip(";")).collect()]
        session.stop()
    return found


def slowly(data: Dataset, case: Case) -> tuple[str | None, ...]:
    """The result for one case as `seips route` would give it; NOTHING where it would ask, or not understand."""
    known = {question.id: {option.id for option in question.options} for question in data.questions}
    answers = {question: option for question, option in case.items() if option in known[question]}
    days = {source.id: source.checked_on for source in data.sources}
    try:
        result = decide(data, answers)
    except LookupError:
        return NOTHING
    return (
        result.pathway.id,
        result.pathway.basis,
        ";".join(companion.id for companion in result.companions),
        result.tier.id if result.tier else "",
        result.partnership.id if result.partnership else "",
        "",
        ";".join(contact.id for contact in result.contacts),
        ";".join(days[contact.source].isoformat() for contact in result.contacts),
        "",
        in_words([contact.id for contact in result.contacts if a_year_before(TODAY) >= days[contact.source]]),
    )


def a_year_before(day: date) -> date:
    """The same day of the year before; neither day that is used is one that only a leap year has."""
    return day.replace(year=day.year - 1)


def in_words(stale: Sequence[str]) -> str:
    """What a row says of contacts that were checked long ago."""
    return f"{';'.join(stale)}: checked a year ago or more: make sure before you use it" if stale else ""


def cases(data: Dataset, random: Random, most: int = 10_000) -> Iterator[Case]:
    """Every journey: as it is, with more than was asked, with an answer missing, with one that is no option."""
    questions = {question.id: [option.id for option in question.options] for question in data.questions}

    def anything() -> dict[str, str | None]:
        return {question: random.choice(options) for question, options in questions.items()}

    for n, (answers, _) in enumerate(diagram_of(data).journeys()):
        if n >= most:
            break
        nothing: Case = dict.fromkeys(questions)
        yield {**nothing, **answers}
        yield {**anything(), **answers}
        for wrong in (None, *random.sample(STRANGE, 2)) if answers else ():
            yield {**anything(), **answers, random.choice(list(answers)): wrong}
        yield {question: random.choice((*options, None, None)) for question, options in questions.items()}


def compared(engine: Engine, edition: Edition, random: Random) -> list[tuple[str | None, ...]]:
    """What *engine* answers for all the cases, once it is seen to be what `seips route` answers."""
    data = edition.data
    made = as_sql(table_of(edition, TODAY), diagram_of(data), about(edition, TODAY))
    making, query = made.split("\nSELECT ", 1)
    put = list(cases(data, random))
    columns = ["number", *(question.id for question in data.questions)]
    rows = [(str(n), *(case[question] for question in columns[1:])) for n, case in enumerate(put)]
    answered = sorted(engine(making, "SELECT " + query, columns, rows), key=lambda row: int(row[0]))
    results = [row[-len(RESULT) :] for row in answered]
    assert [row[: len(columns)] for row in answered] == rows
    assert results == [slowly(data, case) for case in put]
    known = {question.id: {None, *(option.id for option in question.options)} for question in data.questions}
    # An answer that is no option is an error to `batch`, and no answer to SQL.
    plain = [n for n, case in enumerate(put) if all(option in known[question] for question, option in case.items())]
    by_batch = read(routed(written(columns, [[cell or "" for cell in rows[n]] for n in plain]), edition))
    assert [tuple(row[column] for column in RESULT) for row in by_batch] == [
        tuple(cell or "" for cell in results[n]) for n in plain
    ]
    return results


@pytest.mark.parametrize("engine", [in_duckdb, in_sqlite, in_spark])
@pytest.mark.parametrize("file", ["data/partnerships.yaml", "examples/river-port.yaml", "tests/small.yaml"])
def test_an_engine_decides_as_seips_does(engine: Engine, file: str) -> None:
    """No child is sent elsewhere by SQL: answers, too many, too few or not understood, come out the same."""
    edition = load(ROOT / file)
    results = compared(engine, edition, Random(file))
    undecided = results.count(NOTHING)
    assert 0 < undecided < len(results)
    assert {row[0] for row in results} - {None} == {
        outcome.pathways[0] for _, outcome in diagram_of(edition.data).journeys()
    }


def test_a_join_in_which_an_empty_cell_means_any_answer_decides_the_same(edition: Edition) -> None:
    """Who would rather join on the table than use the SELECT finds one row for a case, or none if undecided."""
    questions = [question.id for question in edition.data.questions]
    wanted = ", ".join(f"d.{column}" for column in RESULT)
    matches = " AND ".join(f"(d.{name(q)} IS NULL OR d.{name(q)} = cases.{name(q)})" for q in questions)
    query = f"SELECT cases.*, {wanted} FROM cases LEFT JOIN {DECISIONS} AS d ON {matches}"
    compared(lambda making, _, *given: in_duckdb(making, query, *given), edition, Random(1))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 12), st.sampled_from((in_duckdb, in_sqlite)))
def test_an_engine_decides_any_rules_as_seips_does(seed: int, number: int, engine: Engine) -> None:
    """The SQL comes from the diagram of whatever rules there are, those that ask nothing included."""
    random = Random(seed)
    bare = dataset([], questions=QUESTIONS)
    clauses = split(variables_of(bare), number, seed)
    rules = [
        (random.choice(PATHWAYS), {question: tuple(clause[question]) for question in clause}) for clause in clauses
    ]
    companion = ("talk", ("meet", "act"), {"plan": ("yes",)})
    roles = (("desk",), ("local", "desk"), ())
    data = dataset(rules, [companion], QUESTIONS, roles=roles, tier="some", geography=GEOGRAPHY)
    compared(engine, Edition(data, "invented.yaml", "0" * 64), random)


def test_the_table_is_every_journey_and_its_result(edition: Edition) -> None:
    """A row for each set of answers that can be given; a cell is empty where the question is not asked."""
    data, made = edition.data, table_of(edition, TODAY)
    assert [row[0] for row in made.rows] == list(range(1, 1081))
    for row in made.rows:
        cells = dict(zip(made.columns, row, strict=True))
        answers = {q.id: cells[q.id] for q in data.questions if cells[q.id] is not None}
        assert decide(data, answers).answers == answers  # type: ignore[arg-type]
        assert tuple(cells[column] for column in RESULT) == slowly(data, answers)  # type: ignore[arg-type]


def test_every_row_says_what_it_was_made_from(edition: Edition) -> None:
    """A row that is copied elsewhere still names its guidance, the day it was checked, and the very dataset."""
    made = table_of(edition, TODAY)
    about = edition.data.about
    expected = (edition.data.guidance.revised, about.checked_on.isoformat(), edition.digest, "false", "2026-11-24")
    assert {row[-len(ORIGIN) :] for row in made.rows} == {expected}


@pytest.mark.parametrize("form", ["csv", "jsonl", "sql"])
def test_a_table_says_in_words_which_contacts_are_old(seips: Run, edition: Edition, form: str) -> None:
    """On the day a year after all was checked, each row names its contacts as old; the day before, none does."""
    checked = {source.id: source.checked_on for source in edition.data.sources}
    newest = max(checked[contact.source] for contact in edition.data.contacts)
    later = newest.replace(year=newest.year + 1)
    before, then = (
        seips("export", "table", "--format", form, "--as-of", str(day)).stdout
        for day in (min(checked.values()).replace(year=newest.year + 1) - timedelta(days=1), later)
    )
    words = "a year ago or more: make sure before you use it"
    assert words not in before
    if form == "csv":
        for row in csv.DictReader(StringIO(then)):
            assert row["contacts_stale"] == (f"{row['contacts']}: checked {words}" if row["contacts"] else "")
            assert row["as_of"] == str(later)
    elif form == "jsonl":
        rows = [json.loads(line) for line in then.splitlines()]
        assert all(row["contacts_stale"] == dict.fromkeys(row["contacts"], f"checked {words}") for row in rows)
    else:
        assert words in then


def test_csv_and_json_lines_hold_the_same_table(edition: Edition) -> None:
    """What is read back is what was written; CSV cannot tell nothing from an empty text."""
    made = table_of(edition, TODAY)
    heading, *rows = csv.reader(StringIO(as_csv(made)))
    assert tuple(heading) == made.columns
    assert rows == [["" if cell is None else str(cell) for cell in row] for row in made.rows]
    objects = [json.loads(line) for line in as_json_lines(made, edition.data, TODAY).splitlines()]
    assert [tuple(one) for one in objects] == [made.columns] * len(made.rows)
    rest = [column for column in made.columns if column not in (*RESULT, "local_file")]
    for one, row in zip(objects, made.rows, strict=True):
        cells = dict(zip(made.columns, row, strict=True))
        assert [one[column] for column in rest] == [cells[column] for column in rest]
        assert one["local_file"] is False


@pytest.mark.parametrize("file", ["data/partnerships.yaml", "examples/river-port.yaml", "tests/small.yaml"])
def test_json_lines_of_the_table_and_of_batch_say_the_same(file: str) -> None:
    """Whoever takes the decision from the table finds lists, levels and nulls just as in the results of a batch."""
    edition = load(ROOT / file)
    lines = as_json_lines(table_of(edition, TODAY), edition.data, TODAY)
    table = [json.loads(line) for line in lines.splitlines()]
    questions = [question.id for question in edition.data.questions]
    cases = "".join(json.dumps({question: row[question] for question in questions}) + "\n" for row in table)
    batch = [json.loads(line) for line in routed(cases, edition, from_json=True).splitlines()]
    assert [{name: row[name] for name in RESULT} for row in table] == [
        {name: row[name] for name in RESULT} for row in batch
    ]
    assert {type(row["companions"]) for row in table} == {list}


def test_parquet_holds_the_same_table_and_what_it_was_made_from(edition: Edition, tmp_path: Path) -> None:
    """Read back, Parquet has the same cells, and in its metadata the digest, the dates and the warnings."""
    made, file = table_of(edition, TODAY), tmp_path / "table.parquet"
    file.write_bytes(as_parquet(made, about(edition, TODAY)))
    with duckdb.connect() as connection:
        found = connection.execute(f"FROM '{file}' ORDER BY journey")
        assert tuple(column[0] for column in found.description or ()) == made.columns
        assert tuple(found.fetchall()) == made.rows
        told = connection.execute(f"SELECT decode(key), decode(value) FROM parquet_kv_metadata('{file}')").fetchall()
    assert about(edition, TODAY).items() <= dict(told).items()


def test_without_duckdb_parquet_is_refused(seips: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for Parquet is told what to install, and no file is left."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    done = seips("export", "table", "-o", str(tmp_path / "table.parquet"))
    assert (done.exit_code, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert ".[parquet]" in done.stderr


def test_the_other_forms_need_no_duckdb(seips: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """CSV, JSON Lines and SQL are written with what is always there."""
    monkeypatch.setitem(sys.modules, "duckdb", None)
    for form in ("csv", "jsonl", "sql"):
        assert seips("export", "table", "--format", form).exit_code == 0


@pytest.mark.parametrize("form", ["csv", "jsonl", "sql"])
def test_the_name_of_the_file_says_the_form(seips: Run, tmp_path: Path, form: str) -> None:
    """`-o table.sql` is SQL; what goes to a file is what would have gone to stdout."""
    file = tmp_path / f"table.{form.upper()}"
    assert seips("export", "table", "-o", str(file), "--as-of", "2026-11-24").stdout == ""
    printed = seips("export", "table", "--format", form, "--as-of", "2026-11-24").stdout
    assert file.read_text(encoding="utf-8") == printed


def test_csv_is_printed_unless_something_else_is_asked_for(seips: Run, edition: Edition) -> None:
    """The plainest form is the one that opens anywhere; the line about judgement goes to stderr."""
    done = seips("export", "table", "--as-of", "2026-11-24")
    assert done.stdout == as_csv(table_of(edition, TODAY))
    assert edition.data.about.safeguarding in done.stderr


def test_a_file_is_replaced_only_with_force(seips: Run, tmp_path: Path) -> None:
    """What somebody has already is not lost by a slip."""
    file = tmp_path / "table.csv"
    file.write_text("mine", encoding="utf-8")
    assert seips("export", "table", "-o", str(file)).exit_code == 2
    assert file.read_text(encoding="utf-8") == "mine"
    assert seips("export", "table", "-o", str(file), "--force").exit_code == 0
    assert file.read_text(encoding="utf-8").startswith("journey,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "table.xlsx"], "csv, jsonl, parquet, sql"),
        (["-o", "table"], "csv, jsonl, parquet, sql"),
        (["--format", "parquet"], "add -o FILE"),
        (["--format", "xml"], "'xml' is not one of"),
    ],
)
def test_a_form_that_cannot_be_written_is_refused(seips: Run, arguments: list[str], said: str) -> None:
    """The message names what can be had."""
    done = seips("export", "table", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_table_too_large_to_use_is_refused(seips: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a table that no engine would read; the number of rows is counted, not tried."""
    monkeypatch.setattr(tables, "MOST_JOURNEYS", 1079)
    done = seips("export", "table")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "1,080 rows" in done.stderr


def test_a_question_may_not_be_called_as_a_column_of_the_result() -> None:
    """Two columns of one name would leave it open which is the answer and which the result."""
    data = dataset([("talk", {})], questions={"tier": ("low", "high")})
    with pytest.raises(SeipsError, match="`tier` has the name of another column"):
        table_of(Edition(data, "invented.yaml", "0" * 64), TODAY)


def test_a_local_file_is_laid_over_the_table(seips: Run, tmp_path: Path) -> None:
    """Contacts that a school has entered count here too, and every row says that they do."""
    local = tmp_path / "local.yaml"
    local.write_text(
        "contacts:\n- {id: sena-telephone, phone: 0116 305 0000, checked_on: 2026-11-24}\n", encoding="utf-8"
    )
    rows = list(csv.DictReader(StringIO(seips("export", "table", "--local", str(local)).stdout)))
    assert {row["local_file"] for row in rows} == {"true"}
    lines = seips("export", "table", "--format", "jsonl", "--local", str(local)).stdout.splitlines()
    assert [json.loads(line)["local_file"] for line in lines] == [True] * len(rows)
    assert any("sena-telephone-local;sena-telephone" in row["contacts"] for row in rows)


def test_a_newer_table_takes_the_place_of_an_older_one(edition: Edition) -> None:
    """Run again, as when the guidance has changed, the script leaves one row for each journey, and none of old."""
    made = as_sql(table_of(edition, TODAY), diagram_of(edition.data), {})
    making = made.split("\nSELECT ")[0]
    old = making.replace("'inclusion-forum'", "'of-old'")
    count = f"SELECT count(*), sum(pathway = 'of-old') FROM {DECISIONS}"
    assert in_sqlite(old + making, count, ["number"], []) == [(1080, 0)]


def test_text_from_the_dataset_stays_text(edition: Edition) -> None:
    """A title cannot end its comment, nor a name or an option its quotes, and so run as SQL."""
    hostile = "x\nDROP TABLE cases;\r\u2028DROP TABLE cases; --"
    making = as_sql(table_of(edition, TODAY), diagram_of(edition.data), {"title": hostile}).split("\nDROP TABLE")[0]
    assert all(line.startswith("-- ") for line in making.strip().splitlines())
    with closing(sqlite3.connect(":memory:")) as connection:
        odd = 'a"; DROP TABLE x; --', "o'; DROP TABLE x; --"
        found = connection.execute(f"SELECT {text(odd[1])} AS {name(odd[0])}")
        assert (found.description[0][0], found.fetchone()) == (odd[0], (odd[1],))
