"""The shape of the code: what may know what, and what a command may load."""

import ast
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, fields, is_dataclass
from pathlib import Path

import pytest

from seips_cli import dataset, geography
from seips_cli.cli import COMMANDS
from seips_cli.dataset import Dataset

SOURCE = Path(__file__).parent.parent / "src" / "seips_cli"
RECORDS = [
    record
    for module in (dataset, geography)
    for record in vars(module).values()
    if is_dataclass(record) and isinstance(record, type)
]
CORE = [
    *(
        "dataset",
        "diagram",
        "decision",
        "row",
        "age",
        "references",
        "errors",
        "lookup",
        "near",
        "places.postcodes",
        "places.schools",
        "places.whereabouts",
    ),
    *("proof.prove", "proof.tables", "proof.differ", "proof.review"),
    *("bulk.blocks", "bulk.columns", "bulk.memo", "privacy.headings", "bulk.csv_rows", "bulk.json_rows"),
]
MODULES = sorted(SOURCE.rglob("*.py"))
#: What a page runs.
SCRIPTS = sorted(SOURCE.rglob("*.js"))


def loaded_by(code: str) -> set[str]:
    """The modules that a new interpreter holds after *code*."""
    tail = "\nimport sys\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def running(*arguments: str) -> str:
    """Code that runs a command to its end and goes on."""
    typed = f"import sys; sys.argv[1:] = {list(arguments)!r}"
    return f"{typed}\nfrom seips_cli.cli import main\ntry: main()\nexcept SystemExit: pass"


@pytest.mark.parametrize("arguments", [["--help"], ["route", "--help"], ["contacts", "--help"], ["rout"]])
def test_help_loads_no_dataset(arguments: list[str]) -> None:
    """Asking for help costs neither rich nor yaml nor pydantic."""
    assert not loaded_by(running(*arguments)) & {"rich", "yaml", "pydantic"}


@pytest.mark.parametrize(
    "arguments", [["tier-map"], ["contacts"], ["route", "-a", "school=other"], ["batch", "examples/cases.csv"]]
)
def test_nothing_that_is_not_on_a_terminal_loads_rich(arguments: list[str]) -> None:
    """Bold type is for terminals; a script never pays for it."""
    assert "rich" not in loaded_by(running(*arguments))


#: What a command may be asked, and what only others need.
ROUTE = ["route", "-a", "school=other"]
UNNEEDED = [
    (ROUTE, "seips_cli.explain seips_cli.ask seips_cli.schema seips_cli.places.whereabouts seips_cli.act.pack json"),
    ([*ROUTE, "--json"], "seips_cli.explain seips_cli.ask seips_cli.places.whereabouts seips_cli.local.reach"),
    ([*ROUTE, "--explain"], "seips_cli.ask seips_cli.schema seips_cli.act.pack json"),
    (["tier-map", "PSP3"], "seips_cli.pages seips_cli.schema seips_cli.ask seips_cli.places.whereabouts json"),
    (
        ["contacts", "--json"],
        "seips_cli.commands.local seips_cli.ask seips_cli.explain seips_cli.local.edit phonenumbers",
    ),
    (["where", "LE2 9DH"], "seips_cli.ask seips_cli.explain seips_cli.places.schools rapidfuzz json"),
    (["cost", "--help"], "seips_cli.money.cost decimal"),
    (["export", "table"], "seips_cli.export.sql seips_cli.export.parquet seips_cli.pages seips_cli.writing duckdb"),
    (["export", "table"], "seips_cli.commands.page seips_cli.commands.flowchart"),
]


@pytest.mark.parametrize(("arguments", "unneeded"), UNNEEDED)
def test_a_command_loads_nothing_that_it_does_not_use(arguments: list[str], unneeded: str) -> None:
    """Nobody waits for what another command, or another form of the answer, needs."""
    loaded = loaded_by(running(*arguments))
    others = {f"seips_cli.commands.{name.replace('-', '_')}" for name in COMMANDS if name != arguments[0]}
    assert not loaded & (others | set(unneeded.split()))


def test_to_see_that_there_is_no_local_file_loads_nothing() -> None:
    """Every look-up of a script does so."""
    nothing = "import os, sys\nos.environ.pop('SEIPS_LOCAL', None)"
    looking = "from seips_cli.local.usual import may_exist\nmay_exist()"
    more = loaded_by(f"{nothing}\n{looking}") - loaded_by(nothing)
    assert {name for name in more if not name.startswith("seips_cli")} == set()


def test_only_a_column_of_postcodes_loads_what_looks_them_up(tmp_path: Path) -> None:
    """A list that says where each child lives needs neither the map nor the list of schools."""
    cases = tmp_path / "cases.csv"
    places = {"seips_cli.places.postcodes", "seips_cli.places.whereabouts", "seips_cli.bulk.postcodes"}
    for header, row, needed in (("ref,school", "A1,other", set()), ("postcode,school", "LE13 0UL,other", places)):
        cases.write_text(f"{header}\n{row}\n", encoding="utf-8")
        loaded = loaded_by(running("batch", str(cases)))
        assert loaded & (places | {"seips_cli.places.schools", "seips_cli.ask"}) == needed


@pytest.mark.parametrize("module", CORE)
def test_the_core_touches_no_file_and_no_terminal(module: str) -> None:
    """What decides can be used anywhere: it loads no reader, no printer and no command."""
    held = loaded_by(f"import seips_cli.{module}")
    assert not held & {"typer", "rich", "yaml", "pydantic", "seips_cli.source", "seips_cli.cli", "seips_cli.render"}


def test_importing_the_package_costs_nothing() -> None:
    """`import seips_cli` alone loads nothing else of it."""
    assert not {name for name in loaded_by("import seips_cli") if name.startswith("seips_cli.")}


def words_in(module: Path) -> set[str]:
    """Every string in a module's code, documentation left out; in a script, every name that is read off a thing too."""
    if module in SCRIPTS:
        code = re.sub(r"^ *//.*$", "", module.read_text(encoding="utf-8"), flags=re.MULTILINE)
        quoted = re.findall(r"'([^'\n]*)'|`([^`]*)`|\.(\w+)", code)
        return {text for found in quoted for text in found if text}
    tree = ast.parse(module.read_text(encoding="utf-8"))
    prose = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    return {node.value for node in strings if isinstance(node.value, str)}


def test_the_code_knows_no_question_pathway_tier_district_or_partnership(data: Dataset) -> None:
    """Rules and names live in the data alone, so another authority's note needs no Python."""
    assert data.tiers
    assert data.geography
    names = {
        record.id for records in (data.questions, data.pathways, data.rules, data.companions) for record in records
    }
    names |= {option.id for question in data.questions for option in question.options}
    names |= {level.name for scheme in data.tiers.schemes for level in scheme.levels}
    names |= {contact.role for contact in data.contacts} | {p.id for p in data.geography.partnerships}
    # The keys of records are the engine's own, and so are the kinds of thing that can be looked up.
    names -= {field.name for record in RECORDS for field in fields(record)} | {"area", "school"}
    assert SCRIPTS
    for module in (*MODULES, *SCRIPTS):
        known = words_in(module) & names
        assert not known, f"{module.name} knows {known}"
        spoken = " ".join(words_in(module)).casefold()
        telling = {
            name for name in names if ("-" in name or any(c.isdigit() for c in name)) and name.casefold() in spoken
        }
        assert not telling, f"{module.name} knows {telling}"


def test_modules_are_small_enough_to_read() -> None:
    """No room is so large that one cannot see across it."""
    for module in (*MODULES, *SCRIPTS):
        assert len(module.read_text(encoding="utf-8").splitlines()) <= 350, module.name


def test_a_record_is_made_whole_and_stays_as_it_is() -> None:
    """A record has all its fields and no others, in one order, and nothing in it can be changed or taken out."""
    option = dataset.Option("yes", "Yes")
    assert option == dataset.Option(text="Yes", id="yes")
    assert hash(option) == hash(dataset.Option(text="Yes", id="yes"))
    assert repr(option) == "Option(id='yes', text='Yes')"
    for values, named in (((), {"id": "yes"}), (("yes", "Yes", "more"), {}), (("yes", "Yes"), {"strange": "x"})):
        with pytest.raises(TypeError, match="Option: missing, unknown or too many fields"):
            dataset.Option(*values, **named)
    with pytest.raises(FrozenInstanceError):
        option.text = "No"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del option.text


def test_every_room_is_on_the_plan() -> None:
    """Who changes something finds out from CONTRIBUTING.md where it lives."""
    rooms = {f"{file.relative_to(SOURCE).parts[0]}{'/' if file.parent != SOURCE else ''}" for file in MODULES}
    named = set(re.findall(r"`([\w./]+)`", (SOURCE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert rooms - named == {"__init__.py", "__main__.py"}
