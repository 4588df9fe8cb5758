"""Own values known before a session limit its lines, as they limit a file's, and the result says which were used."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from backstay.assessment.types import Verdict
from backstay.coaching.words import Command
from backstay.kinematics.types import ViewLabel
from backstay.memory.opening import open_store
from backstay.memory.own_values import own_values_of, with_own_values
from backstay.memory.places import recordings_in
from backstay.memory.reassessing import reassess
from backstay.pose.types import Pose
from backstay.sessions.journal import About
from backstay.sessions.keeping import Keeper
from backstay.sessions.poses import frames_in
from backstay.sessions.references import NOTHING_GIVEN, OwnValues, in_provenance, of_provenance
from backstay.web.household import Household
from backstay.web.results import summary_of
from figure.camera import FRONT, SIDE_LEFT
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from figure.sitting import abdominal_brace
from unit.memory.remembered import person
from unit.memory.test_recording import Kept
from unit.sessions.filming import Studio

RANGE = "overhead_range.mean_shoulder_elevation_deg"
TRUNK = "tall_sitting.trunk_inclination_deg"
TAKE = Take(fps=15, seed=3)
MINE = OwnValues(values={RANGE: 134.0}, views={RANGE: ViewLabel.FRONT}, source="your profile")


@pytest.fixture(scope="module")
def low_reach() -> Sequence[Pose]:
    """Return two repetitions of somebody whose arms go up to 138 degrees."""
    angels = [Angel(top_elevation_deg=138, top_elbow_flexion_deg=45)] * 2
    return film(wall_angels(angels), camera=FRONT, take=TAKE)


class Known(Studio):
    """A session of somebody whose own values are known."""

    own = NOTHING_GIVEN

    def keeper(self) -> Keeper:
        return Keeper(self.journal, About(person="anna", provenance=in_provenance(self.own)))

    def begin(self, own: OwnValues) -> "Known":
        self.own = own
        self.open()
        return self


def angels_done(poses: Sequence[Pose], own: OwnValues) -> Known:
    studio = Known("wall_angel", {"repetitions": 20}, poses).begin(own)
    studio.give(*[Command.START] * 5)
    studio.play()
    return studio


def verdicts(studio: Studio, line: str) -> set[Verdict]:
    units = [each.unit for each in studio.session.routine.done]
    return {each.verdict for unit in units for each in unit.judgements if each.criterion == line}


def said(studio: Studio) -> str | None:
    session = studio.session
    return summary_of("s", session.routine, session.moments, session.own).exercises[0].judged_says


def test_an_own_range_is_the_limit_of_a_live_session(low_reach: Sequence[Pose]) -> None:
    usual, own = angels_done(low_reach, NOTHING_GIVEN), angels_done(low_reach, MINE)
    assert verdicts(usual, "reach_overhead") == {Verdict.NOT_MET}
    assert verdicts(own, "reach_overhead") == {Verdict.MET}
    assert said(usual) == "No own overhead range or soft knees given: the usual limits hold."
    assert said(own) == "Judged with your own values from your profile: overhead range 134°."


def test_an_own_value_seen_from_elsewhere_is_left_aside(low_reach: Sequence[Pose]) -> None:
    studio = angels_done(low_reach, replace(MINE, views={RANGE: ViewLabel.SIDE_LEFT}))
    assert verdicts(studio, "reach_overhead") == {Verdict.NOT_MET}
    assert "left aside" in str(said(studio))


def test_an_own_tall_sitting_goes_before_the_one_seen_in_the_session() -> None:
    poses = film(abdominal_brace(), camera=SIDE_LEFT, take=TAKE)
    far_off = OwnValues(values={TRUNK: -30.0}, source="your profile")
    found = []
    for own in (NOTHING_GIVEN, far_off):
        studio = Known("abdominal_brace", {"holds": 1, "hold_s": 8}, poses).begin(own)
        studio.give(*[Command.START] * 4)
        studio.play()
        studio.give(Command.SKIP)
        found.append((verdicts(studio, "back_straight"), said(studio)))
    (seen, says_seen), (given, says_given) = found
    assert Verdict.NOT_MET not in seen
    assert given == {Verdict.NOT_MET}
    assert says_seen == "No own tall sitting given: the tallest steady two seconds seen here stand for it."
    assert says_given == "Judged with your own values from your profile: tall sitting -30°."


def test_a_session_that_was_cut_off_goes_on_with_the_own_values_it_began_with(low_reach: Sequence[Pose]) -> None:
    studio = Known("wall_angel", {"repetitions": 20}, low_reach).begin(MINE)
    studio.give(*[Command.START] * 5)
    studio.begin(NOTHING_GIVEN)
    assert studio.session.is_resumed
    assert studio.session.own == MINE


def test_a_session_judged_anew_is_judged_with_the_own_values_of_then(low_reach: Sequence[Pose], tmp_path: Path) -> None:
    store = open_store(tmp_path).store
    store.save_person(person())
    studio = Kept(low_reach, store, tmp_path)
    studio.about = replace(studio.about, provenance=in_provenance(MINE))
    studio.open()
    studio.work()
    studio.play()
    studio.end()
    studio.session.close()
    (record,) = store.find_sessions("anna")
    store.close()
    frames = list(frames_in(recordings_in(tmp_path) / "anna" / record.id))
    exercises = {studio.exercise.id: studio.exercise}
    assert of_provenance(record.provenance) == MINE
    assert reassess(record, frames, exercises).lines == ()
    forgotten = replace(record, provenance={})
    assert [each.criterion for each in reassess(forgotten, frames, exercises).lines] == ["reach_overhead"]


def test_the_household_begins_sessions_with_the_profiles_own_values(tmp_path: Path) -> None:
    store = open_store(tmp_path).store
    store.save_person(with_own_values(person(), OwnValues(values={RANGE: 134.0}, view=ViewLabel.FRONT)))
    store.save_person(person("Ben Other"))
    household = Household(store, tmp_path, About(person="anna", provenance={"backstay": "1"}))
    assert of_provenance(household.keeper().provenance) == own_values_of(household.person) == MINE
    assert household.keeper().provenance["backstay"] == "1"
    other = household.choose("ben")
    assert other is not None
    assert of_provenance(other.provenance) == NOTHING_GIVEN
    store.close()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"values": {"a": "x"}, "views": {}, "source": ""}'])
def test_own_values_that_cannot_be_read_are_none(text: str) -> None:
    assert of_provenance({"own_values": text}) == NOTHING_GIVEN
