"""Reminders: a program's days as a calendar file that repeats every week.

Source:
    RFC 5545 (iCalendar): RRULE of section 3.3.10, local times without a zone ("floating") of section 3.3.5, so that six
    in the evening stays six in the evening wherever one is.
"""

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vRecur

from backstay.exercises.program_types import Day, Program

DURATION = timedelta(minutes=20)
"""About as long as the prescription takes (`coaching.plan.duration_s`)."""


def calendar_of(program: Program, at: time, first: date, written_at: datetime) -> bytes:
    """Return a program's days as an iCalendar file.

    Args:
        program: Its days; every day if it names none.
        at: When the reminder comes, local time.
        first: No reminder before this date.
        written_at: Aware; when the file is made.

    Raises:
        ValueError: The moment it is written at has no time zone.
    """
    if written_at.tzinfo is None:
        raise ValueError("a calendar needs a moment with a time zone; pass an aware datetime")
    days = sorted(program.days or Day, key=lambda day: day.number)
    begins = min(first + timedelta(days=(day.number - first.weekday()) % 7) for day in days)
    calendar = Calendar()
    calendar.add("prodid", "-//Backstay//Practice//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"practice-{program.id}@backstay.invalid")
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", datetime.combine(begins, at))
    event.add("duration", DURATION)
    event.add("rrule", vRecur({"FREQ": "WEEKLY", "BYDAY": [day.value[:2].upper() for day in days]}))
    event.add("summary", f"Practise: {program.title}")
    event.add("description", "A few minutes for your back. Missed it? Any other time is as good.")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta())
    alarm.add("description", f"Time to practise: {program.title}")
    event.add_component(alarm)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
