"""A person's own tall postures as they were set up in the watch, for holding a recording against them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from backstay.assessment.judging import reference_key
from backstay.coaching.watch.noticing import is_turned
from backstay.coaching.watch.types import Stance, WatchProfile
from backstay.kinematics.resting import HEAD, TRUNK

MODEL = "lite"
"""What the watch looks with. It reads ears 4 to 5 degrees further forward than the full model does (a rendered and a
real seated clip), so own values hold only for the model that found them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """What was set up in the watch.

    Attributes:
        place: Where, as the person calls it; empty where nothing of the watch is used.
        profile: What was set up there.
    """

    place: str = ""
    profile: WatchProfile = field(default_factory=WatchProfile)

    def own_tall(self, azimuth_deg: float, model: str) -> Mapping[str, float]:
        """Return the own tall postures, keyed by `judging.reference_key`, as far as they hold for a recording.

        Args:
            azimuth_deg: Where the recording's camera stands; what was set up from another side does not hold.
            model: The pose model that saw it.

        Returns:
            Nothing of a place that was set up facing the camera, which shows neither angle.
        """
        own: dict[str, float] = {}
        for stance in Stance:
            contrast = self.profile.of(stance)
            if model != MODEL or contrast is None or is_turned(contrast.tall, azimuth_deg):
                continue
            angles = {HEAD: contrast.tall.head_forward_deg, TRUNK: contrast.tall.trunk_forward_deg}
            known = {name: value for name, value in angles.items() if math.isfinite(value)}
            own |= {reference_key(f"tall_{stance}", name): value for name, value in known.items()}
        return own

    def says(self, used: Mapping[str, float]) -> str:
        """Return what a recording is held against.

        Args:
            used: What `own_tall` gave.
        """
        if not self.place:
            return FROM_RECORDING
        if not used:
            return f"What was set up at {self.place} does not fit this recording: {UNFIT}. {FROM_RECORDING}"
        stances = " and ".join(stance for stance in Stance if any(key.startswith(f"tall_{stance}.") for key in used))
        return f"Angles are compared with your own tall {stances} as set up at {self.place}, heights with {OWN_TALL}."


OWN_TALL = "the tallest steady two seconds of this recording"
FROM_RECORDING = f"Compared with {OWN_TALL}."
UNFIT = "it was seen from another side, from in front, or with another pose model"
NOTHING_SET_UP = SetUp()
