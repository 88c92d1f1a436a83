"""Whole journeys on a real pseudo-terminal, as a person sees them."""

import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

ENVIRONMENT = {"TERM": "xterm", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "PYTHONPATH": ":".join(sys.path)}
STRAIGHT = ["1", "1", "2", "3", "1", "2", "5"]


def start(*arguments: str, columns: int = 100, environment: dict[str, str] | None = None) -> "pexpect.spawn[str]":
    """`seips route` on a new terminal."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "seips_cli", "route", *arguments],
        encoding="utf-8",
        dimensions=(40, columns),
        env=ENVIRONMENT | (environment or {}),
        timeout=20,
    )


def press(screen: "pexpect.spawn[str]", *keys: str) -> None:
    """Type each key when the prompt shows."""
    for key in keys:
        screen.expect_exact("> ")
        screen.sendline(key)


def rest(screen: "pexpect.spawn[str]") -> tuple[str, int | None]:
    """Everything up to the end, and the exit code."""
    screen.expect(pexpect.EOF)
    screen.close()
    return screen.before or "", screen.exitstatus


def test_straight_through_to_the_panel() -> None:
    """Seven numbers and Enter: the panel, the co-ordinator, and how to see it again."""
    screen = start()
    press(screen, *STRAIGHT, "")
    shown, code = rest(screen)
    assert "Refer to the partnership's panel" in shown
    assert "https://www.leicsseips.org/about_us" in shown
    assert "To see this again: seips route -a school=city-secondary" in shown
    assert code == 0


def test_back_and_why_and_a_wrong_key() -> None:
    """b, ? and a slip are all part of the way."""
    screen = start()
    press(screen, "1", "?")
    screen.expect_exact("Why we ask:")
    press(screen, "9")
    screen.expect_exact("Enter a number from 1 to 4.")
    press(screen, "b")
    screen.expect_exact("What kind of school are you?")
    press(screen, "3", "")
    assert rest(screen)[1] == 1


def test_a_change_at_the_check() -> None:
    """At the check a number changes an answer, what falls away is named, and the result follows."""
    screen = start()
    press(screen, *STRAIGHT, "2", "2")
    screen.expect_exact("No longer needed, so dropped: Is the child at risk of permanent exclusion?")
    press(screen, "")
    shown, code = rest(screen)
    assert "Use the City's own services" in shown
    assert code == 1


@pytest.mark.parametrize("keys", [[], ["1", "1"], STRAIGHT])
def test_ctrl_c_stops_and_saves_nothing(keys: list[str], tmp_path: Path) -> None:
    """Ctrl-C anywhere leaves with 130, one sentence and no file."""
    screen = start("--save-answers", str(tmp_path / "a.yaml"))
    press(screen, *keys)
    screen.expect_exact("> ")
    screen.sendintr()
    shown, code = rest(screen)
    assert shown.strip().endswith("Stopped. Nothing was saved.")
    assert "Traceback" not in shown
    assert (code, list(tmp_path.iterdir())) == (130, [])


def test_q_stops() -> None:
    """q leaves in the same way as Ctrl-C."""
    screen = start()
    press(screen, "q")
    shown, code = rest(screen)
    assert shown.count("Nothing was saved") == 1
    assert code == 130


def test_the_end_of_input_names_the_open_question() -> None:
    """Ctrl-D is not an answer: the question that waits is named, exit 2."""
    screen = start()
    press(screen, "1")
    screen.expect_exact("> ")
    screen.sendeof()
    shown, code = rest(screen)
    assert "error: the question `home` is not answered" in shown
    assert code == 2


def test_no_input_asks_nothing_even_on_a_terminal() -> None:
    """--no-input turns the first question into an error."""
    shown, code = rest(start("--no-input"))
    assert "error: the question `school` is not answered" in shown
    assert code == 2


def test_questions_show_while_the_result_goes_to_a_file(tmp_path: Path) -> None:
    """`seips route > advice.txt` keeps the questions on the screen and only the result in the file."""
    file = tmp_path / "advice.txt"
    command = f'"{sys.executable}" -m seips_cli route > "{file}"'
    screen = pexpect.spawn("/bin/sh", ["-c", command], encoding="utf-8", env=ENVIRONMENT, timeout=20)
    press(screen, *STRAIGHT, "")
    shown, code = rest(screen)
    assert code == 0
    assert "Refer to the partnership's panel" not in shown
    assert file.read_text(encoding="utf-8").startswith("Refer to the partnership's panel\n")


@pytest.mark.parametrize(("environment", "bold"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_bold_only_where_it_is_welcome(environment: dict[str, str], bold: bool) -> None:
    """Headings are bold on a capable terminal, and plain with NO_COLOR or TERM=dumb; the words are the same."""
    screen = start(environment=environment)
    press(screen, *STRAIGHT, "")
    shown, _ = rest(screen)
    assert ("\x1b[1m" in shown) == bold
    assert "Who to contact" in shown


def test_a_narrow_terminal_wraps_words_and_never_links() -> None:
    """On forty columns sentences wrap, and a link can still be copied whole."""
    screen = start(columns=40)
    press(screen, *STRAIGHT, "")
    shown, _ = rest(screen)
    result = shown.split("Who to contact")[1]
    assert "https://www.leicsseips.org/about_us" in result
    assert all(len(line) <= 40 for line in result.splitlines() if "://" not in line and "To see" not in line)


def test_a_closed_pipe_is_silent() -> None:
    """`seips contacts | head -1` ends without a complaint."""
    command = f'"{sys.executable}" -m seips_cli contacts | head -1'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_redirected_output_is_whole_in_any_encoding(encoding: str) -> None:
    """On a Windows console code page or plain ASCII nothing fails and no address is damaged."""
    done = subprocess.run(
        [sys.executable, "-m", "seips_cli", "contacts"],
        capture_output=True,
        env=ENVIRONMENT | {"PYTHONIOENCODING": encoding},
        check=True,
    )
    assert b"senaservice@leics.gov.uk" in done.stdout
    assert done.stdout.decode("utf-8")


@pytest.mark.parametrize("command", ["contacts --json", "tier-map", "tier-map PSP3", "where LE29DH"])
def test_whoever_closes_the_pipe_early_gets_no_fault(command: str) -> None:
    """A reader that has gone is no failure: silence, and exit 0."""
    line = f'"{sys.executable}" -m seips_cli {command} | true; echo ${{PIPESTATUS[0]}}'
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_slow_reader_gets_it_all() -> None:
    """The program ends as soon as all is written, and not before: more than a pipe holds waits for whoever reads it."""
    table = f'"{sys.executable}" -m seips_cli export table --format csv'
    line = f"{table} | (sleep 1; wc -c); echo ${{PIPESTATUS[0]}}; {table} | wc -c"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    slow, code, quick = map(int, done.stdout.split())
    assert (slow, code) == (quick, 0)
    assert quick > 1 << 17


@pytest.mark.parametrize(
    "command",
    ["tier-map PSP3", "contacts", "route --json -a school=other", "batch examples/cases.csv", "--help", "--version"],
)
@pytest.mark.parametrize(
    ("to", "why"),
    [
        (">&-", "it is closed"),
        pytest.param(
            "> /dev/full",
            "no space left on device",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try"),
        ),
    ],
)
def test_a_result_that_nobody_gets_is_a_fault(command: str, to: str, why: str) -> None:
    """A script that goes on after exit 0 must have its result: a closed stdout and a full disk are told."""
    line = f'"{sys.executable}" -m seips_cli {command} {to}'
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == 2
    assert f"cannot write to stdout: {why}" in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
@pytest.mark.parametrize(
    "command", ["export table", "route -a school=county-secondary -a home=city -a level=psp1", "check"]
)
def test_a_result_is_there_whoever_gets_the_notes(command: str) -> None:
    """What else is said may be lost without harm."""
    line = f'"{sys.executable}" -m seips_cli {command} 2> /dev/full'
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert (done.returncode, bool(done.stdout)) == (0, True)


def test_whoever_measures_the_program_is_told() -> None:
    """A profiler that has it run gets to its end."""
    command = [sys.executable, "-m", "cProfile", "-m", "seips_cli", "tier-map", "PSP3"]
    done = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert done.stdout.startswith("Tier 4\n")
    assert "function calls" in done.stdout


def test_results_in_a_file_need_no_stdout(tmp_path: Path) -> None:
    """A job that runs by night may have no stdout at all."""
    out = tmp_path / "out.csv"
    line = f'"{sys.executable}" -m seips_cli batch examples/cases.csv -o {out} >&- 2>&-'
    done = subprocess.run(["/bin/bash", "-c", line], env=ENVIRONMENT, check=False)
    assert done.returncode == 1
    assert out.read_text(encoding="utf-8").startswith("ref,")


@pytest.mark.parametrize(("closed", "code"), [("<&-", 2), ("2>&-", 0)])
def test_a_closed_stream_is_an_empty_one(closed: str, code: int) -> None:
    """Without stdin or stderr the program neither crashes nor mixes notes into the result."""
    answers = "-a school=county-secondary -a home=city -a level=psp1" if code == 0 else ""
    line = f'"{sys.executable}" -m seips_cli route --json {answers} {closed}'
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, env=ENVIRONMENT, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if closed == "2>&-":
        assert done.stdout.startswith("{")


@pytest.mark.parametrize("detail", ["Ada Lovelace", "2012-12-10", "A123456789012"])
def test_no_pupil_gets_in_at_the_prompt(tmp_path: Path, detail: str) -> None:
    """A name, a date of birth and a UPN, typed at every question and the check, answer nothing and are kept nowhere."""
    screen = start("--save-answers", str(tmp_path / "answers.yaml"), "--pack", str(tmp_path / "pack"))
    for key in STRAIGHT:
        press(screen, detail, key)
    press(screen, detail, "")
    assert rest(screen)[1] == 0
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"answers.yaml", "summary.html"} <= {path.name for path in made}
    assert not any(detail in path.read_text(encoding="utf-8") for path in made)
