"""Records -> a FHIR R4 bundle: duration, pain, effort, what was done, and posture, as observations of one patient.

Only resources and elements that are the same in R4 (4.0.1) and R4B (4.3.0) are used: Bundle, Patient, CodeSystem and
Observation. The bundle is built and checked with the R4B models of `fhir.resources`; tests read it with R4 models too.
Pain is LOINC 72514-3 with a whole number: the published answer list calls 2 "2 or more". Exercises have codes of our
own, as no code system names them; SNOMED CT needs a licence in many countries and is left out unless asked for.

Source:
    evidence.md section 10. This material contains content from LOINC (http://loinc.org), copyright Regenstrief
    Institute, Inc. and the LOINC Committee, available at no cost under the licence at http://loinc.org/license.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from fhir.resources.R4B.bundle import Bundle, BundleEntry
from fhir.resources.R4B.codesystem import CodeSystem
from fhir.resources.R4B.fhirresourcemodel import FHIRResourceModel
from fhir.resources.R4B.observation import Observation
from fhir.resources.R4B.patient import Patient

from backstay.exercises.types import Exercise, Kind
from backstay.memory.types import PostureRecord, SessionRecord
from backstay.reports.history import title_of
from backstay.reports.remembered import Localise, Remembered
from backstay.reports.series import by_exercise, was_reached

Json = dict[str, object]
OURS = uuid.UUID("5b1f3c52-6a0e-5d0b-9d55-1a0d3cf7f3a4")
"""Names everything of ours: ids are made from it and from what they name, so that the same records give the same."""
SYSTEM = f"urn:uuid:{OURS}"
LOINC, UCUM, SNOMED = "http://loinc.org", "http://unitsofmeasure.org", "http://snomed.info/sct"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
PAIN = {"system": LOINC, "code": "72514-3", "display": "Pain severity - 0-10 verbal numeric rating [Score] - Reported"}
DURATION = {"system": LOINC, "code": "55411-3", "display": "Exercise duration"}
TERMS: Mapping[str, str] = {
    "pain-before": "Pain before the session",
    "pain-after": "Pain after the session",
    "pain-next-morning": "Pain on the next morning",
    "effort": "Effort of the session, 0 to 10",
    "own-activity": "An activity of the person's own, 0 unable to 10 as before",
    "prescribed": "Prescribed",
    "done": "Done",
    "posture": "Time in each everyday posture, as far as it was watched",
}
STRETCHING: Json = {"system": SNOMED, "code": "229070002", "display": "Stretching exercises"}
EXERCISE_THERAPY: Json = {"system": SNOMED, "code": "229065009", "display": "Exercise therapy"}


def fhir_bundle(
    remembered: Remembered,
    library: Mapping[str, Exercise],
    made_at: datetime,
    localise: Localise,
    *,
    with_snomed: bool = False,
) -> bytes:
    """Return a bundle of everything that has a place in FHIR, as JSON.

    Args:
        remembered: The person's records.
        library: Exercise id to its definition.
        made_at: When the bundle is made, aware.
        localise: Turns an aware time into the person's own.
        with_snomed: Whether exercises carry SNOMED CT codes too; needs a licence in many countries.
    """
    writer = _Writer(remembered, library, localise, with_snomed=with_snomed)
    bundle = Bundle(
        id=_id("bundle", remembered.person.id, made_at.isoformat()),
        type="collection",
        timestamp=made_at,
        entry=[BundleEntry(fullUrl=f"urn:uuid:{each.id}", resource=each) for each in writer.resources()],
    )
    return (bundle.model_dump_json(exclude_none=True, indent=1) + "\n").encode()


def _id(*parts: str) -> str:
    """Return a lasting id."""
    return str(uuid.uuid5(OURS, "/".join(parts)))


class _Writer:
    """Writes one person's resources."""

    def __init__(
        self, remembered: Remembered, library: Mapping[str, Exercise], localise: Localise, *, with_snomed: bool
    ) -> None:
        self._remembered, self._library, self._localise = remembered, library, localise
        self._with_snomed = with_snomed
        self._patient = _id("patient", remembered.person.id)

    def resources(self) -> Iterator[FHIRResourceModel]:
        """Yield the patient, our codes, and every observation in the order of time."""
        yield Patient(id=self._patient, name=[{"text": self._remembered.person.name}])
        yield self._codes()
        for session in self._remembered.sessions:
            yield self._duration(session)
            yield from self._ratings(session)
            yield from self._exercises(session)
        for each in self._remembered.activities:
            code: Json = {"coding": [_ours("own-activity", TERMS["own-activity"])], "text": each.activity}
            at = {"effectiveDateTime": self._localise(each.at)}
            key = ("activity", each.activity, each.at.isoformat())
            yield self._observation(key, "survey", code, {**at, "valueInteger": each.rating})

        yield from self._postures()

    def _postures(self) -> Iterator[Observation]:
        """Yield the time in each posture, a day at a time; a stretch belongs to the day on which it began."""
        days: defaultdict[date, list[PostureRecord]] = defaultdict(list)
        for each in self._remembered.postures:
            days[self._localise(each.began_at).date()].append(each)
        for day, stretches in sorted(days.items()):
            watched_s: defaultdict[str, float] = defaultdict(float)
            for each in stretches:
                watched_s[each.state] += (each.ended_at - each.began_at).total_seconds()
            components = [
                {"code": {"coding": [_state(state)]}, "valueQuantity": _quantity(round(s / 60.0, 1), "min", "min")}
                for state, s in sorted(watched_s.items())
            ]
            began = min(self._localise(each.began_at) for each in stretches)
            ended = max(self._localise(each.ended_at) for each in stretches)
            values: Json = {"effectivePeriod": {"start": began, "end": ended}, "component": components}
            code: Json = {"coding": [_ours("posture", TERMS["posture"])]}
            yield self._observation(("posture", day.isoformat()), "activity", code, values)

    def _codes(self) -> CodeSystem:
        """Return the codes of ours, so that nobody has to ask what they mean."""
        used = {part.exercise for session in self._remembered.sessions for part in session.sets}
        states = sorted({each.state for each in self._remembered.postures})
        names = {**{name: title_of(name, self._library) for name in sorted(used)}, **TERMS}
        coded = [_ours(name, display) for name, display in names.items()] + [_state(each) for each in states]
        return CodeSystem(
            id=str(OURS),
            url=SYSTEM,
            name="BackstayCodes",
            title="Exercises and ratings of Backstay",
            status="active",
            content="complete",
            concept=[{"code": each["code"], "display": each["display"]} for each in coded],
        )

    def _observation(self, key: tuple[str, ...], category: str, code: Json, values: Json) -> Observation:
        """Return an observation of the person."""
        return Observation.model_validate(
            {
                "id": _id("observation", self._remembered.person.id, *key),
                "status": "final",
                "category": [{"coding": [{"system": CATEGORIES, "code": category}]}],
                "code": code,
                "subject": {"reference": f"urn:uuid:{self._patient}"},
                **values,
            }
        )

    def _period(self, session: SessionRecord) -> Json:
        """Return when a session was."""
        began, ended = self._localise(session.started_at), self._localise(session.ended_at)
        return {"effectivePeriod": {"start": began, "end": ended}}

    def _duration(self, session: SessionRecord) -> Observation:
        """Return how long a session took."""
        minutes = _quantity(round(session.duration_s / 60.0, 1), "min", "min")
        values = {**self._period(session), "valueQuantity": minutes}
        return self._observation(("duration", session.id), "activity", {"coding": [DURATION]}, values)

    def _ratings(self, session: SessionRecord) -> Iterator[Observation]:
        """Yield pain and effort; of the next morning only the day is known."""
        began, ended = self._localise(session.started_at), self._localise(session.ended_at)
        for name, at, value in (
            ("pain-before", began, session.pain_before),
            ("pain-after", ended, session.pain_after),
            ("pain-next-morning", (began + timedelta(days=1)).date(), session.pain_next_morning),
            ("effort", ended, session.effort),
        ):
            if value is not None:
                codings = [_ours(name, TERMS[name])] if name == "effort" else [PAIN, _ours(name, TERMS[name])]
                values: Json = {"effectiveDateTime": at, "valueInteger": value}
                yield self._observation((name, session.id), "survey", {"coding": codings}, values)

    def _exercises(self, session: SessionRecord) -> Iterator[Observation]:
        """Yield each exercise of a session: prescribed against done, repetitions or held seconds."""
        for exercise, sets in by_exercise(each for each in session.sets if was_reached(each)):
            counted = exercise in self._library and self._library[exercise].kind is Kind.REPETITIONS
            unit, code = ("repetitions", "{repetitions}") if counted else ("s", "s")
            prescribed = sum(part.target for part in session.sets if part.exercise == exercise)
            amounts = {"prescribed": prescribed, "done": sum(part.done for part in sets)}
            components = [
                {
                    "code": {"coding": [_ours(name, TERMS[name])]},
                    "valueQuantity": _quantity(round(amount, 1), unit, code),
                }
                for name, amount in amounts.items()
            ]
            values: Json = {**self._period(session), "component": components}
            yield self._observation(("exercise", exercise, session.id), "activity", self._exercise(exercise), values)

    def _exercise(self, exercise: str) -> Json:
        """Return the code of an exercise."""
        codings = [_ours(exercise, title_of(exercise, self._library))]
        if self._with_snomed and exercise in self._library:
            codings.append(STRETCHING if self._library[exercise].kind is Kind.HOLD else EXERCISE_THERAPY)
        return {"coding": codings}


def _ours(code: str, display: str) -> Json:
    """Return a code of ours."""
    return {"system": SYSTEM, "code": code, "display": display}


def _state(state: str) -> Json:
    """Return the code of a posture; it is no exercise, even where the words are the same."""
    return _ours(f"posture-{state}", f"Posture: {state.replace('_', ' ')}")


def _quantity(value: float, unit: str, code: str) -> Json:
    """Return an amount in UCUM."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code}
