"""The built package, alone in a clean environment: what a school installs is what was tested."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
Try = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Try:
    """`seips` as installed from a wheel that was built from the source distribution."""
    place = tmp_path_factory.mktemp("package")
    build = [sys.executable, "-m", "build", "--outdir", str(place / "dist"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = (place / "dist").glob("*.whl")
    venv.create(place / "env", with_pip=True)
    folder = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(folder / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SEIPS"))}
    clean["SEIPS_LOCAL"] = "off"

    def run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(folder / program), *arguments]
        return subprocess.run(command, cwd=place, env=clean, capture_output=True, text=True, check=False)

    return run


def test_the_installed_commands_answer(installed: Try) -> None:
    """Both script names work, and the dataset has come along."""
    assert installed("seips", "tier-map", "PSP3").stdout == "Tier 4\n"
    assert installed("seips-cli", "tier-map", "tier 3").stdout == "PSP2a\n"
    assert "guidance of November 2020" in installed("seips", "--version").stdout


def test_the_installed_questionnaire_decides(installed: Try) -> None:
    """A whole route through the installed package gives the panel and its contact."""
    answers = "school=city-secondary home=county exclusion=at-risk level=none ehcp=no sen-resources=yes area=melton"
    done = installed("seips", "route", "--json", *(word for pair in answers.split() for word in ("-a", pair)))
    found = json.loads(done.stdout)
    assert (found["pathway"]["id"], found["contacts"][0]["id"]) == ("panel", "melton-co-ordinator")


def test_the_installed_package_brings_the_page_along(installed: Try) -> None:
    """What the page runs and how it looks is in the wheel, and the table of postcodes too."""
    done = installed("seips", "export", "page", "--with-postcodes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("start();\n</script>\n</body>\n</html>\n")
    assert 'id="places"' in done.stdout


def test_the_installed_package_is_typed_and_usable_as_a_library(installed: Try) -> None:
    """Each public name can be imported, in any order, and is what it says."""
    code = """
import seips_cli, pathlib
assert pathlib.Path(seips_cli.__file__).with_name("py.typed").exists()
from seips_cli import load, next_question, decide, find_level, find_partnership
data = load().data
assert next_question(data, {}).id == data.questions[0].id
assert all(getattr(seips_cli, name).__name__ == name for name in seips_cli.__all__)
assert decide(data, {"school": "other"}).pathway.basis == "silent"
"""
    done = installed("python", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_installed_commands_read_neither_yaml_nor_pydantic(installed: Try) -> None:
    """The dataset was compiled when the wheel was built, diagram and all, and answers as the file does."""
    code = """
import sys
from seips_cli import load
from seips_cli.decision import DIAGRAMS, compiled, diagram_of, variables_of
from seips_cli.parsing import parse
from seips_cli.source import shipped
data = load().data
assert not {"yaml", "pydantic"} & set(sys.modules)
assert data in DIAGRAMS
fresh = parse(shipped().read_bytes())
assert repr(fresh) == repr(data)
assert compiled(fresh, variables_of(fresh)) == diagram_of(data)
"""
    done = installed("python", "-c", code)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_edited_dataset_is_never_answered_from_the_compiled_one(installed: Try, tmp_path: Path) -> None:
    """A file that differs in one word is read itself, and its word is what is said."""
    text = (ROOT / "data" / "partnerships.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace("county: Tier 4", "county: Tier 1"), encoding="utf-8")
    assert installed("seips", "tier-map", "PSP3", "--data", str(mine)).stdout == "Tier 1\n"


LOOK_UPS = [
    *((["tier-map", "PSP3"], 0), (["tier-map", "PSP2b"], 1)),
    *((["where", "LE2 9DH"], 0), (["where", "SW1A 1AA"], 0), (["where", "LE1 1ZZ"], 1)),
    *((["contacts", "-p", "melton"], 0), (["--version"], 0), (["--help"], 0)),
]


@pytest.mark.parametrize(("arguments", "code"), LOOK_UPS)
def test_what_scripts_ask_loads_next_to_nothing(installed: Try, arguments: list[str], code: int) -> None:
    """The installed look-ups print what the commands print, before Typer or anything else that is slow is loaded."""
    answering = f"""
import sys
before = set(sys.modules)
from seips_cli.quick import answered
assert answered({arguments!r}) == {code}
new = set(sys.modules) - before
assert not new & {{"typer", "re", "enum", "typing", "dataclasses", "pathlib", "json", "hashlib", "datetime"}}, new
"""
    quick = installed("python", "-c", answering)
    slow = installed("python", "-c", "from seips_cli.cli import main; main()", *arguments)
    assert (quick.stderr, quick.stdout) == (slow.stderr, slow.stdout)
    whole = installed("seips", *arguments)
    assert (whole.stdout, whole.returncode, slow.returncode) == (slow.stdout, code, code)


#: Runs a command, and prints those modules of ours that it loaded and called nothing of.
UNUSED = """
import os, sys
called = set()
def seen(frame, event, _):
    if event == "call" and frame.f_code.co_name != "<module>":
        called.add(frame.f_globals.get("__name__"))
sys.setprofile(seen)
sys.stdout = open(os.devnull, "w")
from seips_cli.entry import main
try:
    main()
except SystemExit:
    pass
sys.setprofile(None)
ours = [name for name, one in sys.modules.items() if name.startswith("seips_cli") and not hasattr(one, "__path__")]
print(*(name for name in ours if name not in called), file=sys.stderr)
"""
#: What the build of a wheel made holds data alone.
MADE = {"seips_cli.printed", "seips_cli.printed_places", "seips_cli.shipped"}
ROUTE = ["route", "-a", "school=other"]


@pytest.mark.parametrize(
    "arguments", [*(arguments for arguments, _ in LOOK_UPS), ROUTE, [*ROUTE, "--json"]], ids=" ".join
)
def test_of_each_module_that_is_loaded_something_is_used(installed: Try, arguments: list[str]) -> None:
    """What scripts ask pays for nothing that it does not use, however small."""
    told = installed("python", "-c", UNUSED, *arguments).stderr.splitlines()[-1]
    assert {*told.split()} <= MADE
