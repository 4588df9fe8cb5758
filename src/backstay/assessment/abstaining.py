"""Saying that a line was not judged, and why."""

from backstay.assessment.types import Judgement, Verdict
from backstay.exercises.types import Criterion, Otherwise

READABLE_SHARE = 0.6
"""What is read in a smaller share of the frames is not judged.

Source:
    evidence.md 8: a fault needs 60 % of recent frames.
"""


def abstain(criterion: Criterion, reason: str) -> Judgement:
    """Return "not visible" or "ask", with the reason."""
    verdict = Verdict.ASK if criterion.otherwise is Otherwise.ASK else Verdict.NOT_VISIBLE
    return Judgement(criterion=criterion.id, verdict=verdict, reason=reason)
