"""The questionnaire: whatever way a person takes through it, the result is that of the answers they end with."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seips_cli.ask import Aid, interview
from seips_cli.commands.place import aids as place_aids
from seips_cli.dataset import Dataset
from seips_cli.decision import asked, decide, next_question
from seips_cli.errors import SeipsError, Stopped, UnansweredQuestion
from seips_cli.source import Atlas, load


def answering(keys: Iterable[str]) -> Callable[[], str]:
    """A person who types *keys*, one line each, and then leaves."""
    waiting = iter(keys)

    def read() -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return read


def talk(data: Dataset, keys: Iterable[str], given: dict[str, str] | None = None) -> tuple[dict[str, str], list[str]]:
    """The answers at the end of an interview, and everything that was said."""
    said: list[str] = []
    return interview(data, given or {}, answering(keys), said.append), said


def test_straight_through(data: Dataset) -> None:
    """One number a question and Enter at the end is all it takes."""
    answers, said = talk(data, ["1", "1", "2", "3", "1", "2", "5", ""])
    assert decide(data, answers).pathway.id == "panel"
    assert "Check your answers" in "".join(said)
    assert not any("dropped" in line for line in said)


def test_words_may_be_typed_instead_of_numbers(data: Dataset) -> None:
    """An option answers to its id and to its words too, spelt loosely."""
    answers, _ = talk(
        data, ["city-secondary", "leicestershire (the county)", "YES AT RISK", "psp2a", "no", "yes", "melton", ""]
    )
    assert answers["exclusion"] == "at-risk"
    assert answers["area"] == "melton"


def test_back_puts_the_last_question_again(data: Dataset) -> None:
    """b takes back one answer, as often as wanted, and never falls off the beginning."""
    answers, said = talk(data, ["b", "1", "b", "b", "3", ""])
    assert answers == {"school": "other"}
    assert said.count("This is the first question.") == 2


def test_a_question_mark_says_why_and_names_the_paragraph(data: Dataset) -> None:
    """Every question can say why it is asked, and by which paragraph."""
    _, said = talk(data, ["?", "3", ""])
    assert any(line.startswith("Why we ask:") and "introduction-3" in line for line in said)


@pytest.mark.parametrize("wrong", ["", "0", "4", "-1", "1.5", "99999999999999999999", "ja", "²", "\x1b[A"])
def test_a_wrong_key_says_what_to_type(data: Dataset, wrong: str) -> None:
    """A slip changes nothing and is answered with what to do; nothing a person types can drive the terminal."""
    answers, said = talk(data, [wrong, "3", ""])
    assert answers == {"school": "other"}
    assert any(line.endswith("Enter a number from 1 to 3.") for line in said)
    assert not any("\x1b" in line for line in said)


def test_a_change_drops_what_no_longer_applies_by_name(data: Dataset) -> None:
    """When a changed answer makes others pointless, they go and are named."""
    answers, said = talk(data, ["1", "1", "2", "3", "1", "2", "5", "2", "2", ""])
    assert answers == {"school": "city-secondary", "home": "city"}
    assert [line for line in said if line.startswith("No longer needed, so dropped:")] == [
        f"No longer needed, so dropped: {question.text}"
        for question in data.questions
        if question.id in {"exclusion", "level", "ehcp", "sen-resources", "area"}
    ]


def test_a_changed_answer_asks_only_what_is_new(data: Dataset) -> None:
    """After a change the answers that still apply are kept."""
    answers, said = talk(data, ["1", "1", "2", "3", "1", "2", "5", "3", "1", "1", "1", ""])
    assert (answers["exclusion"], answers["level"], answers["ehcp"]) == ("not-at-risk", "psp2a", "no")
    after = said[said.index("\nCheck your answers") :]
    assert [question.id for question in data.questions if question.text in after] == [
        "exclusion",
        "heading-for-tier-4",
        "support",
    ]


def test_back_from_a_change_leaves_the_answer(data: Dataset) -> None:
    """Looking at an answer does not lose it."""
    answers, _ = talk(data, ["3", "1", "b", ""])
    assert answers == {"school": "other"}


def test_what_was_given_beforehand_is_not_asked(data: Dataset) -> None:
    """Answers from the command line are taken as read, shown on the check page and may be changed there."""
    answers, said = talk(data, ["", ""], given={"school": "other", "level": "psp3"})
    assert answers == {"school": "other", "level": "psp3"}
    assert said[0] == "\nCheck your answers"


def test_q_stops_anywhere(data: Dataset) -> None:
    """q leaves at a question and at the check."""
    for keys in (["q"], ["3", "Q"], ["3", "1", "q"]):
        with pytest.raises(Stopped):
            talk(data, keys)


def test_the_end_of_the_input_names_the_open_question(data: Dataset) -> None:
    """When the input ends early, the question that waits is named; nothing is guessed."""
    with pytest.raises(UnansweredQuestion) as caught:
        talk(data, ["1"])
    assert caught.value.missing == (("home", ("county", "city", "elsewhere", "not-sure")),)


@given(st.data())
def test_any_walk_with_backs_and_changes_ends_as_the_straight_run(choices: st.DataObject) -> None:
    """However a person wanders, the result is the one they would get by answering the same straight through."""
    data = load().data
    keys = st.sampled_from(["1", "2", "3", "4", "5", "8", "b", "?", "", "x"])
    moves = 0

    def wander() -> str:
        nonlocal moves
        moves += 1
        return choices.draw(keys) if moves < 40 else ("1" if moves < 80 and moves % 3 else "")

    ended = interview(data, {}, wander, lambda _: None)
    straight: dict[str, str] = {}
    while (question := next_question(data, straight)) is not None:
        straight[question.id] = ended[question.id]
    assert decide(data, ended) == decide(data, straight)
    assert asked(data, ended) == straight == ended


def aids() -> dict[str, Aid]:
    """The names and postcodes that the shipped tables can read."""
    edition = load()
    return place_aids(edition.data, Atlas(edition))


def helped(data: Dataset, keys: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """An interview in which names and postcodes may be typed."""
    said: list[str] = []
    return interview(data, {}, answering(keys), said.append, aids()), said


def test_a_name_and_a_postcode_may_be_typed(data: Dataset) -> None:
    """A school's name answers the first question, a postcode the second and the district; both are said back."""
    answers, said = helped(data, ["soar valley", "le29dh", "2", "1", "1", "2", ""])
    assert (answers["school"], answers["home"], answers["area"]) == ("city-secondary", "county", "blaby")
    assert any(line.startswith("Understood: LE2 9DH is listed in Blaby.") for line in said)
    assert any("or part of the school's name" in line for line in said)
    assert any("7. Which district does the child live in? Blaby" in line for line in said)


def test_what_cannot_be_understood_is_asked_again(data: Dataset) -> None:
    """Several schools, a special school and an unknown postcode answer nothing; the question waits."""
    answers, said = helped(data, ["madani", "ash field", "1", "LE2 9ZZ", "LE2 9", "LE1", ""])
    assert answers == {"school": "city-secondary", "home": "city"}
    assert any("Madani Girls' School" in line for line in said)
    assert any("special school" in line for line in said)


def test_a_district_goes_with_the_postcode_it_came_with(data: Dataset) -> None:
    """When a person goes back from a postcode and answers by number, its district is not left behind."""
    answers, _ = helped(data, ["1", "le29dh", "b", "1", "2", "1", "1", "2", "5", ""])
    assert answers["area"] == "melton"


def test_a_changed_home_forgets_the_district_of_the_postcode(data: Dataset) -> None:
    """At the check, a home answered anew asks for its own district."""
    answers, _ = helped(data, ["1", "le29dh", "2", "1", "1", "2", "2", "1", "6", ""])
    assert answers["area"] == "north-west-leicestershire"


def test_the_end_of_the_input_at_the_check_says_so(data: Dataset) -> None:
    """When all is answered and the input ends, what is missing is the check, and no question is blamed."""
    with pytest.raises(SeipsError, match="before the answers were checked"):
        talk(data, ["3"])


def test_schools_to_choose_from_have_numbers_of_their_own(data: Dataset) -> None:
    """When several schools fit, each gets a number that no option has, so that 1 still means the first option."""
    answers, said = helped(data, ["groby", "5", "2", ""])
    assert any(line == "4. Groby Community College" for line in said)
    assert answers == {"school": "county-secondary", "home": "city"}


def test_a_number_that_no_choice_has_is_asked_again(data: Dataset) -> None:
    """A number beyond the options and the choices answers nothing."""
    answers, _ = helped(data, ["groby", "9", "3", ""])
    assert answers == {"school": "other"}
