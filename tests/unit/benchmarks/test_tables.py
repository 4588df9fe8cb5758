"""Totals of scores: agreement beyond chance, and errors about a clip's own offset."""

import numpy as np
import pytest
from benchmarks.accuracy.scoring import AngleErrors, Case, Outcome, Result
from benchmarks.accuracy.tables import agreement, sd_about_own_offset_deg

from backstay.kinematics.types import ViewLabel


def outcomes(faults_found: int, faults_missed: int, kept: int, alarms: int) -> list[Outcome]:
    kinds = (
        (Case.FAULT, Result.RIGHT, faults_found),
        (Case.FAULT, Result.WRONG, faults_missed),
        (Case.FAULT, Result.ABSTAINED, 7),
        (Case.CLEAN, Result.RIGHT, kept),
        (Case.CLEAN, Result.WRONG, alarms),
    )
    return [
        Outcome(clip="a", exercise="b", view=ViewLabel.FRONT, case=case, criterion="c", result=result)
        for case, result, number in kinds
        for _ in range(number)
    ]


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [
        pytest.param((5, 0, 20, 0), 1.0, id="all right"),
        pytest.param((20, 5, 15, 10), 0.4, id="Cohen's textbook table"),
        pytest.param((2, 8, 2, 8), -0.6, id="worse than chance"),
        pytest.param((0, 5, 5, 0), 0.0, id="always met"),
    ],
)
def test_agreement_is_cohens_kappa_of_what_was_judged(counts: tuple[int, int, int, int], kappa: float) -> None:
    assert agreement(outcomes(*counts)) == pytest.approx(kappa)


def test_without_a_fault_there_is_no_agreement_beyond_chance_to_speak_of() -> None:
    assert np.isnan(agreement(outcomes(0, 0, 9, 0)))


def test_a_constant_offset_is_no_spread() -> None:
    errors = [
        AngleErrors(exercise="a", view=ViewLabel.FRONT, joint="b", errors_deg=np.array([offset - 1.0, offset + 1.0]))
        for offset in (0.0, 12.0)
    ]
    assert sd_about_own_offset_deg(errors) == pytest.approx(1.0)
