"""What the page asks around a session, answered from a person's practice."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

from backstay.coaching.plan import plan_of, prescribed
from backstay.coaching.saying import dose_says
from backstay.errors import ExerciseError
from backstay.exercises.program_types import Program
from backstay.exercises.programs import exercises_of, parse_program
from backstay.memory.types import Tier
from backstay.planning.balance import balance, balance_says
from backstay.planning.choosing import Unusable, choose_program, import_program, programs_of, record_of, unusable_of
from backstay.planning.gate import Verdict
from backstay.planning.practice import CheckIn, CheckInStep, Practice
from backstay.planning.reminders import calendar_of
from backstay.planning.screening import DUE_SAYS, the_screen
from backstay.planning.today import Task
from backstay.sessions.journal import About
from backstay.sessions.live import LiveSession
from backstay.web import results
from backstay.web import wire_planning as planned

GROUPS = {
    Tier.EMERGENCY: "Is any of this so, now or in the last days?",
    Tier.CLINICIAN_FIRST: "Is any of this so?",
    Tier.ADAPT: "What should the exercises take into account?",
}
HEADLINES = {
    CheckInStep.SCREEN: "A few questions first",
    CheckInStep.MORNING: "The morning after your last session",
    CheckInStep.PAIN: "How much pain do you feel right now?",
    CheckInStep.READY: "Today",
    CheckInStep.REST: "Today is for rest",
}
MORNING_SAYS = "How much pain did you feel the next morning, from 0 to 10?"
PAIN_SAYS = "0 is none, 10 the worst you can imagine. It decides how much you do today."

NOTHING_LEFT = "With your answers nothing of your program is left for today. Ask your therapist for something else."


class PracticeDesk:
    """Answers `planning_api`; gives the live session its plan for today."""

    def __init__(self, practice_of: Callable[[str], Practice], person: Callable[[], str], session: LiveSession) -> None:
        """Answer for whoever exercises now.

        Args:
            practice_of: Returns the practice of a person, by id; the same one each time.
            person: Returns who exercises now.
            session: What is given its plan.
        """
        self._practice_of, self._person, self._session = practice_of, person, session
        self._told_for = ""

    @property
    def _practice(self) -> Practice:
        """Return the practice of whoever exercises now."""
        return self._practice_of(self._person())

    def may_start(self) -> bool:
        """Return whether the questions before a session are through, and let it begin."""
        return self._check_in().is_open

    def check_in(self) -> planned.CheckInState:
        """Return what comes next before a session."""
        found = self._check_in()
        if found.is_open:
            about = About(
                program=found.program.id,
                program_version=found.program.version,
                pain_before=self._practice.pain,
            )
            self._session.replan([task.assignment for task in found.today.tasks], about)
        return self._state(found)

    def screen(self, answers: planned.ScreenAnswers) -> planned.CheckInState:
        """Take the answers of the safety screen."""
        self._practice.tell_screen(dict.fromkeys(answers.yes, True))
        return self.check_in()

    def clear(self) -> planned.CheckInState:
        """Take it that a clinician has said yes."""
        self._practice.tell_clinicians_yes()
        return self.check_in()

    def morning(self, answer: planned.MorningAnswer) -> planned.CheckInState:
        """Take how the morning after a session was."""
        self._practice.tell_morning(answer.session, answer.pain)
        return self.check_in()

    def pain(self, answer: planned.PainAnswer) -> planned.CheckInState:
        """Take the pain before the session."""
        self._practice.tell_pain(answer.pain, has_stop_sign=answer.has_stop_sign)
        self._told_for = self._session.session_id
        return self.check_in()

    def overrule(self, what: planned.Overruled) -> planned.CheckInState:
        """Set a change of dose aside."""
        self._practice.overrule(what.entry, what.decided_at)
        return self.check_in()

    def programs(self) -> list[planned.ProgramCard]:
        """Return the programs one can choose."""
        chosen = self._practice.program.id
        found = programs_of(self._practice.store, self._practice.person)
        broken = unusable_of(self._practice.store, self._practice.person)
        cards = [program_card(each, is_chosen=each.id == chosen) for each in found]
        return [*cards, *(_unusable_card(each) for each in broken)]

    def check_program(self, sent: planned.ProgramText) -> planned.ProgramChecked:
        """Return what is to mend in a program."""
        try:
            record = record_of(sent.text, sent.name, self._practice.now())
            program = parse_program(record.text, Path(record.source))
        except ExerciseError as error:
            return planned.ProgramChecked(complaints=str(error).splitlines(), program=None)
        return planned.ProgramChecked(complaints=[], program=program_card(program, is_chosen=False))

    def import_program(self, sent: planned.ProgramText) -> planned.ProgramChecked:
        """Keep a program and follow it, unless something is to mend."""
        checked = self.check_program(sent)
        if checked.program is None:
            return checked
        record = record_of(sent.text, sent.name, self._practice.now())
        program = import_program(self._practice.store, self._practice.person, record)
        self._practice.follow_own()
        return planned.ProgramChecked(complaints=[], program=program_card(program, is_chosen=True))

    def choose_program(self, chosen: planned.ProgramChosen) -> list[planned.ProgramCard]:
        """Follow another program."""
        choose_program(self._practice.store, self._practice.person, chosen.id)
        self._practice.follow_own()
        return self.programs()

    def activities(self) -> planned.Activities:
        """Return the person's activities with their newest ratings."""
        found = self._practice.activities()
        return planned.Activities(
            activities=[planned.ActivityRating(activity=each.activity, rating=each.rating) for each in found],
            change=None,
        )

    def rate(self, sent: planned.Activities) -> planned.Activities:
        """Take ratings."""
        self._practice.rate({each.activity.strip(): each.rating for each in sent.activities}, sent.change)
        return self.activities()

    def calendar(self, at: time, first: date) -> bytes:
        """Return the program's days as a calendar file."""
        return calendar_of(self._practice.program, at, first, self._practice.now())

    def _check_in(self) -> CheckIn:
        """Return where the questions stand; each session has its own pain before."""
        if self._told_for != self._session.session_id:
            self._practice.forget_pain()
        return self._practice.check_in()

    def _state(self, found: CheckIn) -> planned.CheckInState:
        """Return a check-in as the page needs it."""
        now = self._practice.now()
        work = balance(found.sessions, now)
        assignments = [task.assignment for task in found.today.tasks] or prescribed(exercises_of(found.program))
        return planned.CheckInState(
            step=found.step,
            headline=_headline(found),
            says=_says(found),
            questions=_questions(found),
            is_clearable=found.screening is not None and found.screening.tier is Tier.CLINICIAN_FIRST,
            morning_session=None if found.morning is None else found.morning.id,
            tasks=[_task(each, found) for each in found.today.tasks],
            left_out=list(found.today.left_out),
            stop_rules=list(found.today.stop_rules),
            balance_says=balance_says(work),
            balance=[
                planned.RegionWork(title=each.title, minutes=round(each.work_s / 60), share_fraction=each.fraction)
                for each in work
            ],
            plan=results.plan_of(plan_of(assignments)),
        )


def program_card(program: Program, *, is_chosen: bool) -> planned.ProgramCard:
    """Return a program as the page shows it."""
    return planned.ProgramCard(
        id=program.id,
        version=program.version,
        title=program.title,
        author=program.author,
        credentials=program.credentials,
        days_says=", ".join(day.value.capitalize() for day in program.days) or "Any day",
        exercises=[f"{each.exercise.title}: {dose_says(each)}" for each in prescribed(exercises_of(program))],
        source=program.source,
        is_chosen=is_chosen,
        complaints=[],
    )


def _unusable_card(program: Unusable) -> planned.ProgramCard:
    """Return an imported program that no longer loads, with what is to mend in it."""
    return planned.ProgramCard(
        id=program.id,
        version=program.version,
        title=program.id,
        author="",
        credentials="",
        days_says="",
        exercises=[],
        source="",
        is_chosen=False,
        complaints=list(program.complaints),
    )


def _headline(found: CheckIn) -> str:
    """Return the heading of what comes next."""
    if found.step is CheckInStep.STOPPED and found.screening is not None:
        return the_screen().tiers[found.screening.tier].headline
    return HEADLINES.get(found.step, "")


def _says(found: CheckIn) -> list[str]:
    """Return what is said with what comes next."""
    if found.step is CheckInStep.SCREEN and found.due is not None:
        return [DUE_SAYS[found.due]]
    if found.step is CheckInStep.STOPPED and found.screening is not None:
        return [the_screen().tiers[found.screening.tier].says]
    if found.step in {CheckInStep.MORNING, CheckInStep.PAIN}:
        return [MORNING_SAYS if found.step is CheckInStep.MORNING else PAIN_SAYS]
    gate = [] if found.gate is None or found.gate.says in found.today.says else [found.gate.says]
    is_empty = not found.today.tasks and found.gate is not None and found.gate.verdict is not Verdict.STOP
    trouble = [found.trouble] if found.trouble else []
    return [*trouble, *gate, *found.today.says, *([NOTHING_LEFT] if is_empty else [])]


def _questions(found: CheckIn) -> list[planned.AskedQuestion]:
    """Return the questions, a lasting yes of last time and what was adapted to begin with."""
    before = {} if found.screening is None else found.screening.answers
    return [
        planned.AskedQuestion(
            id=each.id,
            asks=each.asks,
            group=GROUPS[each.tier],
            was_yes=before.get(each.id, False) and (each.is_lasting or each.tier is Tier.ADAPT),
        )
        for each in the_screen().questions
    ]


def _task(task: Task, found: CheckIn) -> planned.TodaysTask:
    """Return one exercise of today."""
    newest = next((each for each in reversed(found.decisions) if each.exercise == task.decided_as), None)
    is_in_force = newest is not None and not newest.is_overruled and newest.reason in task.reasons
    return planned.TodaysTask(
        exercise=task.assignment.exercise.id,
        title=task.assignment.exercise.title,
        dose_says=dose_says(task.assignment),
        reasons=list(task.reasons),
        decided_at=newest.at if newest is not None and is_in_force else None,
        entry=task.decided_as,
    )
