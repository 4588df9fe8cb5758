"""Balance counts the work of four weeks for each region, and reminders repeat a program's days."""

from datetime import UTC, datetime, time, timedelta

import pytest
from icalendar import Calendar

from backstay.exercises.program_types import Day
from backstay.exercises.programs import find_program
from backstay.planning.balance import balance, balance_says
from backstay.planning.reminders import calendar_of
from unit.planning.practised import bout, day, session

PROGRAM = find_program("prescription")
WRITTEN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_work_is_seconds_held_and_repetitions_timed() -> None:
    past = [session(0, bout("wall_angel", 10), bout("seated_wall_angel", 10), bout("hip_flexor_stretch", 30, 90))]
    back, hips, core = balance(past, day(1))
    assert (back.sets, back.work_s, hips.work_s, core.sets) == (2, 90.0, 90.0, 0)
    assert (back.fraction, hips.fraction, core.fraction) == (0.5, 0.5, 0.0)
    assert "core" in balance_says((back, hips, core))


def test_what_is_older_than_four_weeks_or_unknown_is_left_out() -> None:
    assert not any(each.sets for each in balance([session(0)], day(29)))
    assert not any(each.sets for each in balance([session(0, bout("long_gone"))], day(1)))
    assert "good day" in balance_says(balance([], day(0)))


def test_an_even_month_says_so() -> None:
    past = [
        session(n, bout("wall_angel", 10), bout("hip_flexor_stretch", 45), bout("abdominal_brace", 45)) for n in (0, 3)
    ]
    assert "all had their share" in balance_says(balance(past, day(4)))


def read_back(text: bytes):
    calendar = Calendar.from_ical(text)
    (event,) = calendar.walk("VEVENT")
    return event


def test_the_calendar_repeats_the_days_from_the_next_one_on() -> None:
    event = read_back(calendar_of(PROGRAM, time(18, 30), day(6).date(), WRITTEN))
    assert event["rrule"]["FREQ"] == ["WEEKLY"]
    assert event["rrule"]["BYDAY"] == [each.value[:2].upper() for each in PROGRAM.days]
    assert event.decoded("dtstart") == datetime(2026, 3, 9, 18, 30), "floating: half past six wherever one is"  # noqa: DTZ001
    assert event.decoded("dtstamp") == WRITTEN
    assert event.decoded("dtstart").strftime("%A").lower() in PROGRAM.days
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [timedelta()]


def test_a_program_without_days_reminds_daily() -> None:
    program = PROGRAM.model_copy(update={"days": ()})
    event = read_back(calendar_of(program, time(8), day(2).date(), WRITTEN))
    assert len(event["rrule"]["BYDAY"]) == len(Day)
    assert event.decoded("dtstart").date() == day(2).date()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar_of(PROGRAM, time(8), day(0).date(), WRITTEN.replace(tzinfo=None))
