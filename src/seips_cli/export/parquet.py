"""The whole decision as Parquet, written by DuckDB, which is installed only for this."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import SeipsError
from .sql import DECISIONS, create, text
from .table import JOURNEY, Table


def as_parquet(table: Table, about: Mapping[str, str]) -> bytes:
    """*table* with *about* as metadata of the file. Raises SeipsError where DuckDB is not installed."""
    try:
        duckdb = import_module("duckdb")
    except ImportError:
        raise SeipsError(
            "Parquet needs a package that is not installed",
            hint="`pip install '.[parquet]'`, or add --format csv",
            kind="not-installed",
        ) from None
    told = ", ".join(f"{key}: {text(value)}" for key, value in about.items())
    # Without the setting DuckDB may fetch what it lacks from the network.
    offline = {"autoinstall_known_extensions": "false"}
    with TemporaryDirectory(prefix="seips-") as folder, duckdb.connect(config=offline) as connection:
        file = Path(folder) / "table.parquet"
        connection.execute(create(table))
        options = f"FORMAT parquet, KV_METADATA {{{told}}}"
        connection.execute(f"COPY (FROM {DECISIONS} ORDER BY {JOURNEY}) TO {text(str(file))} ({options})")
        return file.read_bytes()
