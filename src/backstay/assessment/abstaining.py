"""Saying that a line or a hold was not judged, and why."""

from backstay.assessment.types import Judgement, Verdict
from backstay.exercises.types import Criterion, Otherwise

READABLE_SHARE = 0.6
"""What is read in a smaller share of the frames is not judged.

Source:
    evidence.md 8: a fault needs 60 % of recent frames.
"""

NO_START = "no_start_pose"
NO_START_SAYS = (
    "You may have held a stretch here, but the upright kneeling before it was not seen, so no seconds are counted. "
    "Come nearer, put on more light, turn side-on, and kneel upright for two seconds before you shift forward."
)
OUT_OF_SIGHT = "out_of_sight"
OUT_OF_SIGHT_SAYS = (
    "You may have held a stretch here, but your legs were hidden meanwhile, so no seconds are counted. "
    "Wear clothes that show your knees and ankles, and turn side-on with your legs in the picture."
)


def abstain(criterion: Criterion, reason: str) -> Judgement:
    """Return "not visible" or "ask", with the reason."""
    verdict = Verdict.ASK if criterion.otherwise is Otherwise.ASK else Verdict.NOT_VISIBLE
    return Judgement(criterion=criterion.id, verdict=verdict, reason=reason)
