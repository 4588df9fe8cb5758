"""What the watch remembers stays in the store with the person's profile, beside what else is known of them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from backstay.coaching.watch.types import (
    BreakNoted,
    Calibrated,
    Contrast,
    StateEnded,
    WatchProfile,
    WatchSettings,
)
from backstay.memory.opening import open_store
from backstay.memory.store import Store
from backstay.memory.types import BreakRecord, Person, PostureRecord
from backstay.web.watch_keeping import WatchKeeper, WatchStoreShelf
from unit.coaching.watch.sitting import SLUMP, STANDING, TALL, shifted

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
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
