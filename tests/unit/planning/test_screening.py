"""The safety screen stops, sends to a clinician, adapts or lets through; and is asked when it is due."""

from datetime import timedelta

import pytest

from backstay.exercises.loading import library_ids
from backstay.memory.types import Tier
from backstay.planning.screening import CLEARED, Due, adaptations_of, come_to, has_jumped, the_screen, why_due
from test_house_rules import claims
from unit.planning.practised import day

QUESTIONS = the_screen().questions
NAMED = ("cancer", "glaucoma", "hernia", "tuberculosis")
"""Words for what a person already knows of themselves; no answer may suggest one that they do not."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)
def test_one_yes_comes_to_the_tier_of_its_question(question) -> None:
    assert come_to({question.id: True}, day(0)).tier is question.tier


def test_every_tier_has_questions_and_words() -> None:
    assert {each.tier for each in QUESTIONS} == {Tier.EMERGENCY, Tier.CLINICIAN_FIRST, Tier.ADAPT}
    assert set(the_screen().tiers) == set(Tier)


def test_the_gravest_answer_decides() -> None:
    found = come_to({"no_wall": True, "fever_or_infection": True, "both_legs": True}, day(0))
    assert found.tier is Tier.EMERGENCY
    assert come_to({"no_wall": True, "fever_or_infection": True}, day(0)).tier is Tier.CLINICIAN_FIRST
    assert come_to({}, day(0)).tier is Tier.CLEAR


def test_it_is_due_first_weekly_and_after_a_jump() -> None:
    clear = come_to({}, day(0))
    assert why_due((), day(0)) is Due.FIRST
    assert why_due((clear,), day(6)) is None
    assert why_due((clear,), day(7)) is Due.WEEKLY
    assert why_due((clear,), day(3), jumped_at=day(2)) is Due.PAIN_JUMP
    assert why_due((clear, come_to({}, day(3))), day(3), jumped_at=day(2)) is None, "answered since"


def test_a_clock_set_back_asks_once_more() -> None:
    assert why_due((come_to({}, day(5)),), day(0)) is Due.WEEKLY


def test_what_stopped_somebody_stays_until_it_is_answered_anew() -> None:
    assert why_due((come_to({"both_legs": True}, day(0)),), day(0) + timedelta(hours=1)) is Due.STOPPED
    assert why_due((come_to({"weight_loss": True}, day(0)),), day(1)) is Due.NOT_CLEARED


def test_a_clinicians_yes_opens_and_lasts_for_what_lasts() -> None:
    answers = {"past_cancer": True}
    cleared = come_to(answers, day(0), is_cleared=True)
    assert cleared.tier is Tier.CLEAR
    assert cleared.answers[CLEARED]
    assert come_to(answers, day(7), cleared).tier is Tier.CLEAR
    assert come_to({**answers, "weight_loss": True}, day(7), cleared).tier is Tier.CLINICIAN_FIRST, "that is new"
    passing = come_to({"fever_or_infection": True}, day(0), is_cleared=True)
    assert come_to({"fever_or_infection": True}, day(7), passing).tier is Tier.CLINICIAN_FIRST


def test_no_yes_of_a_clinician_opens_an_emergency() -> None:
    assert come_to({"bladder_or_bowel": True}, day(0), is_cleared=True).tier is Tier.EMERGENCY


def test_leaving_out_goes_before_another_exercise_and_that_before_padding() -> None:
    both = come_to({"blood_pressure": True, "hernia_or_belly_surgery": True}, day(0))
    assert adaptations_of(both)["abdominal_brace"].instead is None
    knees = come_to({"kneeling_needs_padding": True, "cannot_kneel": True}, day(0))
    assert adaptations_of(knees)["hip_flexor_stretch"].instead == "split_stance_stretch"
    padded = come_to({"kneeling_needs_padding": True}, day(0))
    assert "cushion" in adaptations_of(padded)["hip_flexor_stretch"].says


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.id)
def test_a_question_is_short_has_a_source_and_names_exercises_there_are(question) -> None:
    assert question.asks.endswith("?")
    assert len(question.asks) <= 140
    assert "evidence.md 6" in question.source
    assert bool(question.adapts) == (question.tier is Tier.ADAPT)
    for each in question.adapts:
        assert each.exercise in library_ids()
        assert each.instead is None or each.instead in library_ids()


def test_what_it_comes_to_suggests_no_illness_and_no_likelihood() -> None:
    for words in the_screen().tiers.values():
        text = f"{words.headline} {words.says}".lower()
        assert claims(text) == []
        assert not any(word in text for word in (*NAMED, "likely", "risk", "probab", "%"))


@pytest.mark.parametrize(("before", "now", "jumps"), [(1, 4, True), (2, 4, False), (None, 9, False), (5, 2, False)])
def test_a_jump_is_three_or_more_upwards(before, now, jumps) -> None:
    assert has_jumped(before, now) is jumps
