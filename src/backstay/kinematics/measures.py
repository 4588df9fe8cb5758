"""Every measure in one table: what it is, where its zero is, from where it can be read, and how wrong it may be.

Angles are those of the image, put back into the plane they belong to where the camera stands obliquely. World
landmarks were tried: they read elbow flexion 12-26 degrees and shoulder elevation 6-16 degrees wrong where the image
reads 2-6 and 1-3, so they serve only to find the view (docs/design.md, "What was measured").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics import frontal, sagittal
from backstay.kinematics.body import Body, Side
from backstay.kinematics.types import ViewLabel

Array = NDArray[np.float64]
Compute = Callable[[Body], Array]
SidedCompute = Callable[[Body, Side], Array]
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One thing that can be read from a body in a picture.

    Attributes:
        name: With its unit; `left_` or `right_` in front where it is sided.
        zero: What zero means.
        positive: What positive means.
        change_sd: View to 1 SD of the measure's error about the recording's own offset, in its unit.
        error_sd: 1 SD of the absolute error in the best view, in its unit.
        landmarks: Which points it needs.
        source: Definition and where the errors come from.
        approximation: What it stands in for, and how it differs; empty where it is the thing itself.
        compute: Body to (frame,).
    """

    name: str
    zero: str
    positive: str
    change_sd: Mapping[ViewLabel, float]
    error_sd: float
    landmarks: str
    source: str
    approximation: str = ""
    compute: Compute

    def is_readable_from(self, label: ViewLabel) -> bool:
        """Return whether this view shows it."""
        return label in self.change_sd

    @property
    def unit(self) -> str:
        """Return the unit that the name ends with: "deg" or "fraction"."""
        return self.name.rsplit("_", maxsplit=1)[-1]


def _frontal(front: float, oblique: float) -> Mapping[ViewLabel, float]:
    """Views that show the frontal plane, with the SD in each."""
    return {ViewLabel.FRONT: front, ViewLabel.BACK: front, ViewLabel.FRONT_OBLIQUE: oblique}


def _sagittal(side: float, oblique: float) -> Mapping[ViewLabel, float]:
    """Views that show the sagittal plane, with the SD in each."""
    return {ViewLabel.SIDE_LEFT: side, ViewLabel.SIDE_RIGHT: side, ViewLabel.FRONT_OBLIQUE: oblique}


def _side(sd: float) -> Mapping[ViewLabel, float]:
    """Only the side views, with their SD: obliquely the error is 6-18 degrees, too much to write down."""
    return {ViewLabel.SIDE_LEFT: sd, ViewLabel.SIDE_RIGHT: sd}


def _any(sd: float) -> Mapping[ViewLabel, float]:
    """Every view, with one SD."""
    return {label: sd for label in ViewLabel if label is not ViewLabel.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sided:
    """A measure that exists for the left and for the right."""

    name: str
    zero: str
    positive: str
    change_sd: Mapping[ViewLabel, float]
    error_sd: float
    landmarks: str
    source: str
    approximation: str = ""
    compute: SidedCompute

    def of(self, side: Side) -> Measure:
        """Return one side's measure."""
        compute = self.compute
        same = {each.name: getattr(self, each.name) for each in fields(self)}
        return Measure(**same | {"name": f"{side}_{self.name}", "compute": lambda body: compute(body, side)})


RENDERED = "errors against the exact truth of rendered people"
SIDED = (
    _Sided(
        name="shoulder_elevation_deg",
        zero="arm at the side",
        positive="arm raised",
        change_sd=_frontal(2.5, 13.0),
        error_sd=6.0,
        landmarks="shoulder, elbow, mid-hip, mid-shoulder",
        source=f"humerus against trunk in the frontal plane (Wu et al. 2005, J Biomech 38:981, projected); {RENDERED}",
        compute=frontal.shoulder_elevation_deg,
    ),
    _Sided(
        name="elbow_flexion_deg",
        zero="straight",
        positive="bent",
        change_sd=_frontal(4.0, 10.0),
        error_sd=7.0,
        landmarks="shoulder, elbow, wrist",
        source=f"upper arm against forearm (Wu et al. 2005, J Biomech 38:981-992, projected); {RENDERED}",
        approximation="read only while upper arm and forearm lie in the picture's plane",
        compute=frontal.elbow_flexion_deg,
    ),
    _Sided(
        name="knee_flexion_deg",
        zero="straight",
        positive="bent",
        change_sd=_side(2.5),
        error_sd=7.0,
        landmarks="hip, knee, ankle",
        source=f"thigh against shank (Wu et al. 2002, J Biomech 35:543-548, projected); {RENDERED}; evidence.md 8",
        compute=sagittal.knee_flexion_deg,
    ),
    _Sided(
        name="hip_flexion_deg",
        zero="thigh in line with the trunk",
        positive="thigh ahead of the trunk",
        change_sd=_sagittal(3.0, 6.0),
        error_sd=8.0,
        landmarks="mid-shoulder, hip, knee",
        source=f"trunk against thigh (Wu et al. 2002, J Biomech 35:543-548, projected); {RENDERED}; evidence.md 8",
        approximation="the trunk stands in for the pelvis, which no landmark shows",
        compute=sagittal.hip_flexion_deg,
    ),
    _Sided(
        name="thigh_inclination_deg",
        zero="thigh vertical",
        positive="hip ahead of the knee",
        change_sd=_sagittal(2.0, 3.0),
        error_sd=6.0,
        landmarks="hip, knee",
        source=f"thigh against the vertical; {RENDERED}",
        compute=sagittal.thigh_inclination_deg,
    ),
    _Sided(
        name="shank_inclination_deg",
        zero="shank vertical",
        positive="knee ahead of the ankle",
        change_sd=_sagittal(1.5, 3.0),
        error_sd=4.0,
        landmarks="knee, ankle",
        source=f"shank against the vertical; {RENDERED}; evidence.md 8",
        compute=sagittal.shank_inclination_deg,
    ),
    _Sided(
        name="kneeling_shank_inclination_deg",
        zero="shank vertical",
        positive="knee ahead of the ankle: about 90 on the floor",
        change_sd=_sagittal(6.0, 9.0),
        error_sd=12.0,
        landmarks="knee, ankle",
        source=f"as shank_inclination; {RENDERED}",
        approximation="an ankle half hidden by clothes serves too, where the knee is as low as the other foot",
        compute=sagittal.kneeling_shank_inclination_deg,
    ),
)
SIDED_HEIGHTS = (
    _Sided(
        name="forearm_rise_trunk_fraction",
        zero="forearm level, as in a straight arm held out",
        positive="hand above the elbow",
        change_sd=_any(0.04),
        error_sd=0.08,
        landmarks="elbow, wrist, shoulders, hips",
        source=f"height of a wrist over its elbow by the trunk's length; {RENDERED}",
        compute=frontal.forearm_rise_trunk_fraction,
    ),
    _Sided(
        name="knee_above_other_ankle_trunk_fraction",
        zero="knee as high as the other foot's ankle: kneeling on it",
        positive="knee higher",
        change_sd=_any(0.05),
        error_sd=0.1,
        landmarks="knee, the other ankle, shoulders, hips",
        source=f"height of a knee over the other ankle by the trunk's length; {RENDERED}",
        compute=frontal.knee_above_other_ankle_trunk_fraction,
    ),
    _Sided(
        name="foot_down_image_fraction",
        zero="the picture's top edge",
        positive="downwards",
        change_sd=_any(0.004),
        error_sd=0.02,
        landmarks="ankle, heel, big toe",
        source=f"mean height of a foot's points by the picture's height; {RENDERED}",
        compute=frontal.foot_down_image_fraction,
    ),
)
MIDDLE = (
    Measure(
        name="mean_shoulder_elevation_deg",
        zero="arms at the sides",
        positive="arms raised",
        change_sd=_frontal(2.5, 6.0),
        error_sd=6.0,
        landmarks="shoulders, elbows, hips",
        source="mean of left and right shoulder elevation",
        compute=frontal.mean_shoulder_elevation_deg,
    ),
    Measure(
        name="shoulder_elevation_difference_deg",
        zero="both arms equally high",
        positive="always: the size of the difference",
        change_sd=_frontal(2.5, 12.0),
        error_sd=6.0,
        landmarks="shoulders, elbows, hips",
        source=f"|left - right| shoulder elevation; {RENDERED}; evidence.md 1.4",
        compute=frontal.shoulder_elevation_difference_deg,
    ),
    Measure(
        name="mean_elbow_flexion_deg",
        zero="straight",
        positive="bent",
        change_sd=_frontal(3.0, 8.0),
        error_sd=6.0,
        landmarks="shoulders, elbows, wrists",
        source="mean of left and right elbow flexion, or the one that can be read",
        compute=frontal.mean_elbow_flexion_deg,
    ),
    Measure(
        name="wrists_above_shoulders_trunk_fraction",
        zero="wrists at shoulder height",
        positive="wrists higher",
        change_sd=_any(0.04),
        error_sd=0.08,
        landmarks="wrists, shoulders, hips",
        source="height of the wrists over mid-shoulder by the trunk's length; the seen wrist where one is hidden",
        compute=frontal.wrists_above_shoulders_trunk_fraction,
    ),
    Measure(
        name="wrists_rise_difference_trunk_fraction",
        zero="both wrists equally high",
        positive="always: the size of the difference",
        change_sd=_frontal(0.04, 0.15),
        error_sd=0.08,
        landmarks="wrists, shoulders, hips",
        source="|left - right| wrist height by the trunk's length",
        compute=frontal.wrists_rise_difference_trunk_fraction,
    ),
    Measure(
        name="guessed_wrists_apart_trunk_fraction",
        zero="both wrists equally high",
        positive="always: the size of the difference",
        change_sd=_any(0.15),
        error_sd=0.3,
        landmarks="wrists, shoulders, hips",
        source="|left - right| wrist height by the trunk's length, a hidden wrist where the model guesses it",
        approximation="the guess goes up with the other arm, or hangs: on rendered wall angels it was off by 0.1",
        compute=frontal.guessed_wrists_apart_trunk_fraction,
    ),
    Measure(
        name="wrists_ahead_of_shoulders_trunk_fraction",
        zero="wrists beside the shoulders",
        positive="wrists ahead",
        change_sd=_sagittal(0.06, 0.10),
        error_sd=0.12,
        landmarks="wrists, shoulders, hips",
        source="wrists ahead of mid-shoulder, sagittal plane, by the trunk's length",
        approximation="arms off the wall; contact itself cannot be seen",
        compute=sagittal.wrists_ahead_of_shoulders_trunk_fraction,
    ),
    Measure(
        name="trunk_inclination_deg",
        zero="mid-shoulder above mid-hip",
        positive="leaning forward",
        change_sd=_sagittal(1.5, 2.5),
        error_sd=4.0,
        landmarks="shoulders, hips",
        source=f"mid-hip to mid-shoulder against the vertical; {RENDERED}; evidence.md 8",
        compute=sagittal.trunk_inclination_deg,
    ),
    Measure(
        name="ear_forward_inclination_deg",
        zero="ear above the shoulder",
        positive="ear ahead",
        change_sd=_sagittal(2.0, 2.8),
        error_sd=5.0,
        landmarks="ears, shoulders",
        source=f"mid-shoulder to mid-ear against the vertical; {RENDERED}; evidence.md 1.4",
        approximation="not the craniovertebral angle, whose C7 no landmark shows; its norms do not carry over",
        compute=sagittal.ear_forward_inclination_deg,
    ),
    Measure(
        name="nose_ahead_of_ears_fraction",
        zero="nose beside the ears",
        positive="nose ahead: looking ahead",
        change_sd=_sagittal(0.03, 0.08),
        error_sd=0.1,
        landmarks="nose, ears, shoulders",
        source="nose ahead of mid-ear by the distance of mid-ear and mid-shoulder; 0.36-0.44 from the side, "
        "under 0.3 with the head turned by 45 degrees",
        compute=sagittal.nose_ahead_of_ears_fraction,
    ),
    Measure(
        name="hands_from_face_fraction",
        zero="a hand on the nose",
        positive="the nearer hand further away",
        change_sd=_any(0.1),
        error_sd=0.2,
        landmarks="wrists, index fingers, nose, ears, shoulders",
        source="nearest hand to the nose by the distance of mid-ear and mid-shoulder; on chin or cheek under 0.75",
        compute=frontal.hands_from_face_fraction,
    ),
    Measure(
        name="thigh_drop_trunk_fraction",
        zero="knees as high as the hips (sitting, seen from the front)",
        positive="knees below the hips",
        change_sd=_any(0.06),
        error_sd=0.12,
        landmarks="hips, knees, shoulders",
        source="height of the hips over the knees by the trunk's length; standing 0.65-0.95, sitting under 0.2",
        compute=frontal.thigh_drop_trunk_fraction,
    ),
    Measure(
        name="guessed_thigh_drop_trunk_fraction",
        zero="knees as high as the hips",
        positive="knees below the hips",
        change_sd=_any(0.1),
        error_sd=0.2,
        landmarks="hips, knees, shoulders",
        source="as thigh_drop, hidden knees where the model guesses them; sitting 0.08-0.23, standing 0.49-0.86",
        compute=frontal.guessed_thigh_drop_trunk_fraction,
    ),
    *(
        Measure(
            name=f"{joint}_{way}_image_fraction",
            zero="the picture's left edge" if way == "across" else "the picture's top edge",
            positive="to the right" if way == "across" else "downwards",
            change_sd=_any(0.01),
            error_sd=0.03,
            landmarks=points,
            source="position by the picture's height, so that travel can be told from standing",
            compute=compute,
        )
        for joint, way, points, compute in (
            ("feet", "across", "ankles", frontal.feet_across_image_fraction),
            ("feet", "down", "ankles", frontal.feet_down_image_fraction),
            ("hips", "across", "hips", frontal.hips_across_image_fraction),
            ("hips", "down", "hips", frontal.hips_down_image_fraction),
        )
    ),
    Measure(
        name="ear_height_image_fraction",
        zero="ears as high as the hips",
        positive="ears higher: sitting taller",
        change_sd=_any(0.004),
        error_sd=0.03,
        landmarks="ears, hips",
        source="ears over hips by the picture's height; changes by 2-5 % from relaxed to tall sitting",
        compute=frontal.ear_height_image_fraction,
    ),
    Measure(
        name="hips_left_of_feet_fraction",
        zero="hips between the ankles",
        positive="hips towards the person's left foot",
        change_sd={ViewLabel.FRONT: 0.03, ViewLabel.BACK: 0.03},
        error_sd=0.06,
        landmarks="hips, ankles",
        source=f"mid-hip from mid-ankle by the wider of ankle spacing and hip width; {RENDERED}; evidence.md 2.3",
        approximation="stands in for the weight on each leg, which only a scale shows",
        compute=frontal.hips_left_of_feet_fraction,
    ),
    Measure(
        name="trunk_length_image_fraction",
        zero="no length",
        positive="always",
        change_sd=_any(0.01),
        error_sd=0.03,
        landmarks="shoulders, hips",
        source="mid-hip to mid-shoulder by the picture's height",
        compute=frontal.trunk_length_image_fraction,
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {each.name: each for each in (*(sided.of(side) for sided in (*SIDED, *SIDED_HEIGHTS) for side in SIDES), *MIDDLE)}
)
