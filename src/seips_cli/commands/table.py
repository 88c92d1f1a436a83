"""`seips export table`: the whole decision as a table."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import SeipsError
from .common import AsOf, Data, Local, note, opened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from ..source import Edition


class TableFormat(StrEnum):
    """The forms of the table; each is also the suffix of its files."""

    CSV = "csv"
    JSONL = "jsonl"
    PARQUET = "parquet"
    SQL = "sql"


def table(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write. Without it: to stdout.")
    ] = None,
    form: Annotated[
        TableFormat | None, typer.Option("--format", help="Without it: what FILE ends in, else csv.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it exists.")] = False,
    as_of: AsOf = None,
    local: Local = None,
    data: Data = None,
) -> None:
    """Write the whole decision as a table: each set of answers that can be given, and what follows.

    A cell is empty (null, NULL) where the question is not asked. The days in `contacts_checked`, on which contacts were
    last checked, stand in the order of `contacts`. `contacts_stale` says which are old on the day in `as_of`. The SQL
    also holds a SELECT that decides a table of cases of your own, in DuckDB, SQLite, PostgreSQL or Spark.
    """
    chosen = form or _format_of(output)
    if chosen is TableFormat.PARQUET and not output:
        raise SeipsError("Parquet is not text, so it is not printed", hint="add -o FILE")
    edition, today = opened(data, local, as_of)
    if output:
        from ..writing import refuse_target

        refuse_target(output, edition.data, force=force)
    content = _table_in(chosen, edition, today)
    if output:
        from ..writing import write_whole

        write_whole(output, content)
    else:
        sys.stdout.write(str(content))
    note(f"note: {edition.data.about.safeguarding}")


def _format_of(output: Path | None) -> TableFormat:
    """The form that the name of a file asks for."""
    suffix = output.suffix[1:].lower() if output else TableFormat.CSV
    if suffix not in list(TableFormat):
        raise SeipsError(f"`{output}` does not end in one of {', '.join(TableFormat)}", hint="add --format")
    return TableFormat(suffix)


def _table_in(form: TableFormat, edition: "Edition", today: "date") -> str | bytes:
    from ..export.table import about, as_csv, as_json_lines, table_of

    made = table_of(edition, today)
    match form:
        case TableFormat.CSV:
            return as_csv(made)
        case TableFormat.JSONL:
            return as_json_lines(made, edition.data, today)
        case TableFormat.SQL:
            from ..decision import diagram_of
            from ..export.sql import as_sql

            return as_sql(made, diagram_of(edition.data), about(edition, today))
        case TableFormat.PARQUET:
            from ..export.parquet import as_parquet

            return as_parquet(made, about(edition, today))
