"""The bundle is R4: R4B models check it, R4 models read it, and nothing in it differs between the two."""

import json
from datetime import UTC, datetime

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhirclient.models.bundle import Bundle as R4Bundle

from backstay.reports.fhir import SYSTEM, fhir_bundle
from unit.reports.lives import LIBRARY, as_it_is, nobody, one_week

MADE = datetime(2026, 11, 26, 12, tzinfo=UTC)
SAME_IN_R4_AND_R4B = {"Patient", "CodeSystem", "Observation"}


def bundle_of(remembered, **options):
    return json.loads(fhir_bundle(remembered, LIBRARY, MADE, as_it_is, **options))


def resources(bundle, kind="Observation"):
    found = (each["resource"] for each in bundle["entry"])
    return [each for each in found if each["resourceType"] == kind]


def coded(bundle, code):
    return [
        each for each in resources(bundle) if any(coding["code"] == code for coding in each["code"].get("coding", ()))
    ]


@pytest.mark.parametrize("life", [nobody, one_week])
def test_two_libraries_read_it(life):
    bundle = bundle_of(life())
    assert len(Bundle.model_validate(bundle).entry) == len(bundle["entry"])
    read = R4Bundle(bundle)  # fhirclient's models are those of R4, 4.0.1; it is strict.
    assert read.as_json() == bundle
    assert {each["resource"]["resourceType"] for each in bundle["entry"]} <= SAME_IN_R4_AND_R4B


def test_pain_is_loinc_with_a_whole_number():
    week = one_week()
    pains = coded(bundle_of(week), "72514-3")
    asked = [each for each in week.sessions if each.pain_before is not None]
    mornings = [each for each in asked if each.pain_next_morning is not None]
    assert len(pains) == 2 * len(asked) + len(mornings)
    for pain in pains:
        assert type(pain["valueInteger"]) is int
        assert pain["code"]["coding"][0]["system"] == "http://loinc.org"
        assert "valueCodeableConcept" not in pain
    before = coded(bundle_of(week), "pain-before")
    assert [each["valueInteger"] for each in before] == [each.pain_before for each in asked]


def test_the_next_morning_is_a_day_without_an_hour():
    (first, *_) = coded(bundle_of(one_week()), "pain-next-morning")
    assert len(first["effectiveDateTime"]) == len("2026-11-22")


def test_duration_is_in_minutes_of_ucum():
    week = one_week()
    durations = coded(bundle_of(week), "55411-3")
    assert len(durations) == 7
    for each, session in zip(durations, week.sessions, strict=True):
        quantity = each["valueQuantity"]
        assert (quantity["system"], quantity["code"]) == ("http://unitsofmeasure.org", "min")
        assert quantity["value"] == pytest.approx(session.duration_s / 60, abs=0.06)


def test_exercises_say_prescribed_and_done_in_codes_of_ours():
    bundle = bundle_of(one_week())
    (codes,) = resources(bundle, "CodeSystem")
    assert codes["url"] == SYSTEM
    assert {"wall_angel", "done"} <= {each["code"] for each in codes["concept"]}
    (first, *_) = coded(bundle, "wall_angel")
    amounts = {each["code"]["coding"][0]["code"]: each["valueQuantity"] for each in first["component"]}
    assert (amounts["prescribed"]["value"], amounts["prescribed"]["code"]) == (20.0, "{repetitions}")
    (brace, *_) = coded(bundle, "abdominal_brace")
    assert brace["component"][0]["valueQuantity"]["value"] == 100.0


def test_every_reference_leads_to_the_patient():
    bundle = bundle_of(one_week())
    (patient,) = resources(bundle, "Patient")
    assert {each["subject"]["reference"] for each in resources(bundle)} == {f"urn:uuid:{patient['id']}"}
    urls = [each["fullUrl"] for each in bundle["entry"]]
    assert len(set(urls)) == len(urls)


def test_snomed_only_when_asked_for():
    assert "snomed" not in json.dumps(bundle_of(one_week()))
    assert "229070002" in json.dumps(coded(bundle_of(one_week(), with_snomed=True), "hip_flexor_stretch"))


def test_no_vital_sign_is_claimed():
    assert "9279-1" not in json.dumps(bundle_of(one_week()))


def test_the_same_records_give_the_same_bundle():
    assert fhir_bundle(one_week(), LIBRARY, MADE, as_it_is) == fhir_bundle(one_week(), LIBRARY, MADE, as_it_is)


def test_time_in_each_posture_is_told_a_day_at_a_time():
    week = one_week()
    bundle = bundle_of(week)
    days = coded(bundle, "posture")
    dates = sorted({each.began_at.date() for each in week.postures})
    assert [each["effectivePeriod"]["start"][:10] for each in days] == [each.isoformat() for each in dates]
    for day, observation in zip(dates, days, strict=True):
        mine = [each for each in week.postures if each.began_at.date() == day]
        told = {each["code"]["coding"][0]["code"]: each["valueQuantity"] for each in observation["component"]}
        assert set(told) == {f"posture-{each.state}" for each in mine}
        for state, minutes in told.items():
            seconds = sum((e.ended_at - e.began_at).total_seconds() for e in mine if f"posture-{e.state}" == state)
            assert (minutes["value"], minutes["code"]) == (pytest.approx(seconds / 60, abs=0.06), "min")
    (codes,) = resources(bundle, "CodeSystem")
    known = {each["code"] for each in codes["concept"]}
    assert {each["code"]["coding"][0]["code"] for day in days for each in day["component"]} <= known
