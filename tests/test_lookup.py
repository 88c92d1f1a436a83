"""What people type finds the right partnership or level, or gets an offer; a near miss is never acted on."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seips_cli.dataset import Dataset, TierMap
from seips_cli.errors import NoAnswer, SeipsError
from seips_cli.lookup import find_level, find_option, find_partnership, find_question, partnership_names
from seips_cli.near import is_slip
from seips_cli.source import load
from seips_cli.unknown import did_you_mean


@pytest.mark.parametrize(
    ("typed", "partnership"),
    [
        ("melton", "melton"),
        ("Melton Mowbray", "melton"),
        ("Blaby", "south-leicestershire"),
        ("oadby & wigston", "south-leicestershire"),
        ("Market  Harborough", "south-leicestershire"),
        ("hinckley", "hinckley-and-bosworth"),
        ("NWL", "north-west-leicestershire"),
        ("ashby de la zouch", "north-west-leicestershire"),
        ("Charnwood partnership", "charnwood"),
    ],
)
def test_a_partnership_answers_to_its_districts_and_towns(data: Dataset, typed: str, partnership: str) -> None:
    """A person may type the id, a district or a town, in any case and spacing."""
    assert find_partnership(data, typed).id == partnership


@pytest.mark.parametrize("typed", ["hinkley", "leicester", "", "south", "mellton", "📚", "x" * 5000])
def test_a_near_miss_is_offered_and_never_taken(data: Dataset, typed: str) -> None:
    """What is not known exactly is an error with a way on, however near it comes."""
    with pytest.raises(NoAnswer) as caught:
        find_partnership(data, typed)
    assert caught.value.hint.startswith(("did you mean", "choose one of", "look up the postcode"))
    assert len(caught.value.message) < 200


def test_every_name_is_found_and_belongs_to_one_partnership(data: Dataset) -> None:
    """No name that a person may type leads to two partnerships."""
    for name, partnership in partnership_names(data):
        assert find_partnership(data, name) is partnership


@given(st.text(max_size=40))
def test_anything_typed_finds_one_or_is_refused_in_words(typed: str) -> None:
    """No text breaks the look-up."""
    with suppress(NoAnswer):
        assert find_partnership(load().data, typed).id


def tiers(data: Dataset) -> TierMap:
    """The tier map of a dataset that has one."""
    assert data.tiers
    return data.tiers


@pytest.mark.parametrize(
    ("typed", "level"),
    [("psp 2A", "PSP2a"), ("T4", "Tier 4"), ("tier4", "Tier 4"), ("TIER 3", "Tier 3"), ("PSP level 1", "PSP1")],
)
def test_levels_may_be_spelt_loosely(data: Dataset, typed: str, level: str) -> None:
    """Case, spaces and the long form do not matter."""
    assert find_level(tiers(data), typed).name == level


@pytest.mark.parametrize("typed", ["2", "2c", "psp", "tier", "tier 5", "PSP4", "", "none"])
def test_half_a_level_is_not_guessed(data: Dataset, typed: str) -> None:
    """A bare number could belong to either scheme, so it is refused."""
    with pytest.raises(NoAnswer):
        find_level(tiers(data), typed)


def test_there_and_back_is_the_same_level(data: Dataset) -> None:
    """Each stated pair leads to its other side and back again."""
    for pair in tiers(data).pairs:
        assert [find_level(tiers(data), level).pair for level in pair.levels.values()] == [pair] * len(pair.levels)


def test_a_mistyped_question_or_option_gets_the_nearest(data: Dataset) -> None:
    """Case, spaces and marks make no other id; a slip names the one that was meant."""
    assert find_option(find_question(data.questions, "Exclusion"), "At risk").id == "at-risk"
    with pytest.raises(SeipsError) as caught:
        find_question(data.questions, "exclusoin")
    assert caught.value.hint == "did you mean `exclusion`?"
    with pytest.raises(SeipsError) as caught:
        find_option(find_question(data.questions, "exclusion"), "at rsk")
    assert caught.value.hint == "did you mean `at-risk`?"


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("PSP2", "did you mean `psp2a` or `psp2b`?"),
        ("psp 2", "did you mean `psp2a` or `psp2b`?"),
        ("PSP2Bb", "did you mean `psp2b`?"),
        ("psp3a", "did you mean `psp3`?"),
        ("tier", "choose one of: none · psp1 · psp2a · psp2b · psp3"),
    ],
)
def test_half_an_option_gets_every_one_that_it_can_be(data: Dataset, typed: str, hint: str) -> None:
    """PSP2a and PSP2b lead to different doors, so neither is offered alone where either may be meant."""
    with pytest.raises(SeipsError) as caught:
        find_option(find_question(data.questions, "level"), typed)
    assert caught.value.hint == hint


def test_a_near_miss_in_a_dataset_gets_every_name_that_it_can_be() -> None:
    """Whoever edits the rules is offered what whoever answers is offered."""
    assert did_you_mean("psp2", ["psp1", "psp2b", "psp2a"]) == "; did you mean `psp2b` or `psp2a`?"
    assert did_you_mean("elsewhere", ["psp1"]) == ""


WORD = st.text("abcde", min_size=4, max_size=12)


@given(WORD, st.data())
def test_one_slip_of_the_finger_is_seen(name: str, draw: st.DataObject) -> None:
    """A letter left out, put in, mistaken or swapped with the next is still the name that was meant."""
    at = draw.draw(st.integers(0, len(name) - 1))
    letter = draw.draw(st.sampled_from("abcde"))
    swapped = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    for typed in (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        swapped,
    ):
        assert is_slip(typed, name)
        assert len(name) < 8 or is_slip(f"{typed}e", name)
    assert not is_slip(f"xyz{name}", name)


@pytest.mark.parametrize(
    ("typed", "name"), [("ag", "age"), ("wage", "age"), ("hoxx", "home"), ("partnershipname", "partnershipadvice")]
)
def test_another_word_is_no_slip(typed: str, name: str) -> None:
    """A short name has no room for a slip, and one that begins alike is another."""
    assert not is_slip(typed, name)
