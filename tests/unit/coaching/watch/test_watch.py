"""The watch prompts for time without change and for nothing else, and leaves alone whoever wants to be left alone."""

import math

import pytest

from backstay.coaching.watch.advancing import is_quiet, stage_of, unchanged_s, wants_camera
from backstay.coaching.watch.noticing import changes_per_hour
from backstay.coaching.watch.types import (
    BreakNoted,
    Calibrated,
    Choice,
    Preferred,
    Prompted,
    StateEnded,
    Watch,
    WatchSettings,
    WatchStage,
)
from unit.coaching.watch.sitting import HALF_WAY, SLUMP, STANDING, TALL, Day, shifted

MINUTE = 60.0


def prompts(day: Day) -> list[float]:
    return [round(event.t_s / MINUTE, 1) for event in day.happened(Prompted)]


@pytest.mark.parametrize("place", [TALL, HALF_WAY, SLUMP], ids=["tall", "between", "slumped"])
@pytest.mark.parametrize("minutes", [20, 30, 45])
def test_time_without_change_prompts_whatever_the_posture(place: object, minutes: int) -> None:
    day = Day(watch=Watch(settings=WatchSettings(unchanged_min=minutes))).spend(50 * MINUTE, place)
    assert prompts(day) == [pytest.approx(minutes, abs=0.1)]


def test_changing_posture_prompts_nothing() -> None:
    day = Day()
    for _ in range(6):
        day.spend(14 * MINUTE, TALL).spend(14 * MINUTE, SLUMP)
    assert prompts(day) == []
    assert changes_per_hour(day.watch) == pytest.approx(60 / 14, abs=0.7)


def test_a_glance_a_sip_and_typing_are_no_change() -> None:
    day = Day()
    for _ in range(24):
        day.spend(88, TALL, step_s=1).spend(2, shifted(TALL, across=0.8), step_s=1)
    assert prompts(day) == [pytest.approx(30, abs=0.1)]
    assert day.watch.changes_s == ()


def test_one_movement_is_one_change() -> None:
    day = Day().spend(5 * MINUTE, TALL)
    for step in range(8):
        day.spend(1, shifted(TALL, down=0.1 * step), step_s=0.5)
    day.spend(20 * MINUTE, shifted(TALL, down=0.8))
    assert len(day.watch.changes_s) == 1
    assert unchanged_s(day.watch) == pytest.approx(20 * MINUTE, abs=10)


def test_getting_up_is_a_change_and_being_away_is_no_sitting() -> None:
    day = Day().spend(20 * MINUTE, TALL).spend(5 * MINUTE, None)
    assert stage_of(day.watch) is WatchStage.AWAY
    assert math.isnan(unchanged_s(day.watch))
    day.spend(29 * MINUTE, TALL)
    assert prompts(day) == []
    assert len(day.watch.changes_s) == 1
    away = [event for event in day.happened(StateEnded) if event.state == "away"]
    assert [event.ended_s - event.began_s for event in away] == [pytest.approx(5 * MINUTE, abs=2)]
    day.spend(2 * MINUTE, TALL)
    assert len(prompts(day)) == 1


def test_a_machine_that_slept_watched_nothing() -> None:
    day = Day().spend(25 * MINUTE, TALL).skip(8 * 60 * MINUTE).spend(20 * MINUTE, TALL)
    assert prompts(day) == []
    assert not [event for event in day.happened(StateEnded) if event.state == "away"]
    assert unchanged_s(day.watch) == pytest.approx(20 * MINUTE, abs=5)


def test_offers_take_turns_and_name_every_exercise() -> None:
    day = Day(watch=Watch(exercises=("wall_angel", "abdominal_brace")))
    for _ in range(5):
        day.spend(31 * MINUTE, TALL).choose(Choice.TAKE)
    offers = [event.offer for event in day.happened(Prompted)]
    assert offers == ["stand", "walk", "wall_angel", "abdominal_brace", "stand"]
    assert [event.kind for event in day.happened(BreakNoted)] == offers


def test_who_stands_is_offered_a_seat() -> None:
    assert Day().spend(31 * MINUTE, STANDING).happened(Prompted)[0].offer == "sit"


@pytest.mark.parametrize(
    ("choice", "quiet_min", "kinds"),
    [
        pytest.param(Choice.SNOOZE, 10, [], id="snooze"),
        pytest.param(Choice.DECLINE, 30, ["declined"], id="not-now"),
        pytest.param(Choice.TAKE, 30, ["stand"], id="done"),
    ],
)
def test_an_answer_gives_as_much_peace_as_it_says(choice: Choice, quiet_min: int, kinds: list[str]) -> None:
    day = Day().spend(31 * MINUTE, TALL).choose(choice)
    answered_min = day.watch.t_s / MINUTE
    day.spend(40 * MINUTE, TALL)
    assert prompts(day) == [pytest.approx(30, abs=0.1), pytest.approx(answered_min + quiet_min, abs=0.1)]
    assert [event.kind for event in day.happened(BreakNoted)] == kinds


def test_an_unanswered_prompt_is_not_repeated_and_a_change_takes_it_away() -> None:
    day = Day().spend(3 * 60 * MINUTE, TALL)
    assert len(prompts(day)) == 1
    day.spend(1 * MINUTE, SLUMP)
    assert day.watch.prompt is None
    assert day.happened(BreakNoted) == []


def test_standing_up_when_asked_to_is_noted_without_a_tap() -> None:
    day = Day().spend(31 * MINUTE, shifted(TALL, is_standing=False)).spend(1 * MINUTE, STANDING)
    assert [event.kind for event in day.happened(BreakNoted)] == ["stand"]


def test_quiet_hours_hold_prompts_back_until_they_end() -> None:
    settings = WatchSettings(quiet_from_min=9 * 60 + 20, quiet_to_min=10 * 60)
    day = Day(watch=Watch(settings=settings)).spend(70 * MINUTE, TALL)
    assert prompts(day) == [pytest.approx(60, abs=0.1)]


def test_quiet_hours_may_run_over_midnight() -> None:
    settings = WatchSettings(quiet_from_min=22 * 60, quiet_to_min=7 * 60)
    assert [hour for hour in range(24) if is_quiet(settings, hour * 60)] == [*range(7), 22, 23]
    assert not is_quiet(WatchSettings(), 0)


@pytest.mark.parametrize(
    ("choice", "stage"),
    [(Choice.PAUSE, WatchStage.PAUSED), (Choice.LET_GO, WatchStage.LET_GO)],
    ids=["pause", "let-go"],
)
def test_paused_or_let_go_it_sees_nothing_and_begins_anew(choice: Choice, stage: WatchStage) -> None:
    day = Day().spend(29 * MINUTE, TALL).choose(choice)
    assert stage_of(day.watch) is stage
    assert not wants_camera(day.watch)
    day.spend(60 * MINUTE, TALL)
    assert prompts(day) == []
    assert day.watch.kept is None
    day.choose(Choice.RESUME).spend(29 * MINUTE, TALL)
    assert prompts(day) == []
    assert not [event for event in day.happened(StateEnded) if event.state == "away"]
    day.spend(2 * MINUTE, TALL)
    assert len(prompts(day)) == 1


def test_on_battery_it_pauses_unless_told_otherwise() -> None:
    day = Day(is_on_battery=True).spend(40 * MINUTE, TALL)
    assert stage_of(day.watch) is WatchStage.ON_BATTERY
    assert prompts(day) == []
    day.give(Preferred(t_s=day.watch.t_s, settings=WatchSettings(runs_on_battery=True)))
    day.spend(31 * MINUTE, TALL)
    assert len(prompts(day)) == 1


def test_setting_up_takes_fifteen_seconds_and_tells_states_apart() -> None:
    day = Day().calibrate()
    assert [event.t_s for event in day.happened(Calibrated)] == [pytest.approx(15.0, abs=0.3)]
    day.spend(60, TALL).spend(60, HALF_WAY).spend(60, SLUMP).spend(60, TALL)
    long = [event.state for event in day.happened(StateEnded) if event.ended_s - event.began_s > 30]
    assert long == ["tall", "relaxed", "slumped"]
    assert day.watch.kept.state == "tall"


def test_standing_is_set_up_likewise() -> None:
    slumped = shifted(STANDING, down=0.4)
    day = Day().calibrate().calibrate(Choice.CALIBRATE_STANDING, STANDING, slumped)
    assert day.spend(30, slumped).watch.kept.state == "standing_slumped"
    assert day.spend(30, TALL).watch.kept.state == "tall"


@pytest.mark.parametrize(
    ("tall", "slump", "says"),
    [(TALL, TALL, "looked the same"), (TALL, None, "not seen for long enough")],
    ids=["alike", "gone"],
)
def test_setting_up_says_what_went_wrong(tall: object, slump: object, says: str) -> None:
    day = Day().calibrate(tall=tall, slump=slump)
    assert says in day.watch.notice
    assert day.happened(Calibrated) == []
    assert day.watch.calibration is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param(shifted(SLUMP, scale_fraction=0.3), id="nearer"),
        pytest.param(shifted(SLUMP, azimuth_deg=40.0), id="turned"),
        pytest.param(shifted(SLUMP, across=3.0), id="aside"),
    ],
)
def test_a_picture_that_no_longer_fits_is_noticed_before_anybody_is_called_slumped(elsewhere: object) -> None:
    day = Day().calibrate().spend(60, TALL)
    day.events.clear()
    day.spend(120, elsewhere)
    assert day.watch.kept.state == "sitting"
    assert day.watch.t_s - day.watch.unusual_since_s > 100
    assert "slumped" not in {event.state for event in day.happened(StateEnded)}
    assert math.isnan(day.spend(30, TALL).watch.unusual_since_s)


def test_changes_an_hour_are_told_after_ten_minutes_only() -> None:
    assert math.isnan(changes_per_hour(Day().spend(9 * MINUTE, TALL).watch))
    assert changes_per_hour(Day().spend(11 * MINUTE, TALL).watch) == 0.0


@pytest.mark.parametrize("step_s", [0.2, 0.5, 2.0], ids=["5-a-second", "2-a-second", "every-2-s"])
def test_the_rate_of_pictures_changes_nothing(step_s: float) -> None:
    day = Day().spend(10 * MINUTE, TALL, step_s=step_s).spend(31 * MINUTE, SLUMP, step_s=step_s)
    assert len(day.watch.changes_s) == 1
    assert prompts(day) == [pytest.approx(40, abs=0.15)]


def test_something_else_goes_through_stand_walk_and_the_exercises_within_one_offer() -> None:
    day = Day(watch=Watch(exercises=("wall_angel", "abdominal_brace"))).spend(1900, TALL)
    before = day.watch
    offers = [before.prompt.offer, *(day.choose(Choice.ANOTHER).watch.prompt.offer for _ in range(4))]
    assert offers == ["stand", "walk", "wall_angel", "abdominal_brace", "stand"]
    assert (day.watch.offered, day.watch.prompt.since_s) == (before.offered, before.prompt.since_s), (
        "nothing chimes again"
    )
    day.choose(Choice.ANOTHER).choose(Choice.TAKE)
    assert [each.kind for each in day.happened(BreakNoted)] == ["walk"]
    assert day.choose(Choice.ANOTHER).watch.prompt is None
