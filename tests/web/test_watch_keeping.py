"""What the watch remembers stays in the store with the person's profile, beside what else is known of them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backstay.coaching.watch.noticing import changes_per_hour
from backstay.coaching.watch.types import (
    BreakNoted,
    Calibrated,
    Choice,
    Contrast,
    StateEnded,
    WatchProfile,
    WatchSettings,
)
from backstay.memory.opening import open_store
from backstay.memory.store import Store
from backstay.memory.types import BreakRecord, Person, PostureRecord
from backstay.reports.remembered import Remembered
from backstay.reports.timeline import DaySum, day_lines, day_sum
from backstay.web.watch_keeping import WatchKeeper, WatchStoreShelf
from unit.coaching.watch.sitting import HALF_WAY, SLUMP, STANDING, TALL, Day, shifted

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
ANNA = Person(id="anna", name="Anna", created_at=NOW, references={"tall_sitting.a": 1.0}, settings={"voice": "off"})
WHOLE = WatchProfile(
    sitting=Contrast(tall=TALL, slump=SLUMP), standing=Contrast(tall=STANDING, slump=shifted(STANDING, down=0.4))
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.store.save_person(ANNA)
    yield opened.store
    opened.store.close()


def test_settings_profiles_and_events_come_back_after_a_start(store: Store) -> None:
    keeper = WatchKeeper(WatchStoreShelf(store, lambda: "anna"), lambda: NOW)
    settings = WatchSettings(unchanged_min=40, quiet_from_min=0, quiet_to_min=420, has_sound=False, uses_backrest=True)
    keeper.keep_settings(settings)
    keeper.keep((Calibrated(t_s=15.0, profile=WHOLE),), "desk", 15.0)
    spent = StateEnded(state="slumped", began_s=100.0, ended_s=400.0)
    keeper.keep((spent, BreakNoted(t_s=400.0, kind="walk")), "desk", 400.0)

    again = WatchKeeper(WatchStoreShelf(store, lambda: "anna"), lambda: NOW)
    assert again.settings() == settings
    assert again.profile("desk").standing.slump.head_down_fraction == WHOLE.standing.slump.head_down_fraction
    assert again.profile("desk").sitting.tall.is_standing is False
    assert again.profile("elsewhere") == WatchProfile()
    (posture,) = store.find("anna", PostureRecord)
    assert (posture.state, posture.place, (posture.ended_at - posture.began_at).total_seconds()) == (
        "slumped",
        "desk",
        300.0,
    )
    assert [each.kind for each in store.find("anna", BreakRecord)] == ["walk"]


def test_what_else_is_known_of_the_person_stays(store: Store) -> None:
    keeper = WatchKeeper(WatchStoreShelf(store, lambda: "anna"), lambda: NOW)
    keeper.keep_settings(WatchSettings())
    keeper.keep((Calibrated(t_s=15.0, profile=WHOLE),), "desk", 15.0)
    person = store.find_person("anna")
    assert person.references["tall_sitting.a"] == 1.0
    assert person.settings["voice"] == "off"


@pytest.mark.parametrize(
    "texts",
    [{"watch.unchanged_min": "5"}, {"watch.unchanged_min": "soon"}, {"watch.quiet_from_min": "-1"}, {}],
)
def test_settings_that_make_no_sense_are_the_usual_ones(store: Store, texts: dict[str, str]) -> None:
    shelf = WatchStoreShelf(store, lambda: "anna")
    shelf.keep({}, texts)
    assert WatchKeeper(shelf, lambda: NOW).settings() == WatchSettings()


def test_a_profile_with_a_number_missing_is_none(store: Store) -> None:
    shelf = WatchStoreShelf(store, lambda: "anna")
    keeper = WatchKeeper(shelf, lambda: NOW)
    keeper.keep((Calibrated(t_s=15.0, profile=WHOLE),), "desk", 15.0)
    shelf.keep({"watch:desk.sitting.tall.scale_fraction": 0.0}, {})
    assert keeper.profile("desk").sitting is None
    assert keeper.profile("desk").standing is not None


def history_of(store: Store, day: Day) -> DaySum:
    """Keep a whole day as it happened, and return what the history page makes of it."""
    now = {"s": 0.0}
    keeper = WatchKeeper(WatchStoreShelf(store, lambda: "anna"), lambda: BEGAN + timedelta(seconds=now["s"]))
    for now["s"], events in day.told:
        keeper.keep(events, "desk", now["s"])
    remembered = Remembered(person=ANNA, postures=store.find("anna", PostureRecord))
    (line,) = day_lines(remembered, lambda at: at)
    return day_sum(line)


def restless(day: Day, minutes: int) -> Day:
    """Change posture every twenty seconds, back and forth."""
    for _ in range(minutes * 3 // 2):
        day.spend(20, TALL).spend(20, SLUMP)
    return day


COURSES = {
    "still": lambda day: day.spend(3000, TALL),
    "now and then": lambda day: day.spend(900, TALL).spend(900, SLUMP).spend(900, HALF_WAY).spend(600, TALL),
    "restless": lambda day: restless(day, 20),
    "same state, other place": lambda day: day.spend(900, TALL).spend(900, shifted(TALL, across=0.4)),
    "away for a while": lambda day: day.spend(900, TALL).spend(900, None).spend(900, TALL),
    "set up again": lambda day: day.spend(900, TALL).calibrate().spend(900, TALL),
    "paused": lambda day: (
        day.spend(900, TALL).choose(Choice.PAUSE).spend(300, None).choose(Choice.RESUME).spend(900, SLUMP)
    ),
}


@pytest.mark.parametrize("course", COURSES.values(), ids=list(COURSES))
@pytest.mark.parametrize("is_set_up", [True, False], ids=["set up", "not set up"])
def test_the_history_counts_as_many_changes_an_hour_as_the_watch_showed(
    store: Store, course: Callable[[Day], Day], *, is_set_up: bool
) -> None:
    day = course(Day().calibrate() if is_set_up else Day())
    total = history_of(store, day)
    assert total.changes_per_h == pytest.approx(changes_per_hour(day.watch), rel=0.05, abs=0.1)


def test_a_stretch_under_way_is_in_the_history_within_a_minute(store: Store) -> None:
    day = Day().calibrate().spend(1500, TALL)
    assert history_of(store, day).watched_s == pytest.approx(1500, abs=65)
    assert [each.state for each in store.find("anna", PostureRecord)].count("tall") == 1
