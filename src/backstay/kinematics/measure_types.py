"""What a measure is: something that can be read from a body, with unit, zero, sign, error by view, and source."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.body import Body, Side
from backstay.kinematics.types import ViewLabel

Array = NDArray[np.float64]
Compute = Callable[[Body], Array]
SidedCompute = Callable[[Body, Side], Array]


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
        skewed_by: A measure of how obliquely this is seen, which adds to its error; empty where nothing does.
        skew_share: How many degrees of error a degree of that adds.
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
    skewed_by: str = ""
    skew_share: float = 1.0
    compute: Compute

    def is_readable_from(self, label: ViewLabel) -> bool:
        """Return whether this view shows it."""
        return label in self.change_sd

    @property
    def unit(self) -> str:
        """Return the unit that the name ends with: "deg" or "fraction"."""
        return self.name.rsplit("_", maxsplit=1)[-1]


def seen_frontally(front: float, oblique: float) -> Mapping[ViewLabel, float]:
    """Views that show the frontal plane, with the SD in each."""
    return {ViewLabel.FRONT: front, ViewLabel.BACK: front, ViewLabel.FRONT_OBLIQUE: oblique}


def seen_sagittally(side: float, oblique: float) -> Mapping[ViewLabel, float]:
    """Views that show the sagittal plane, with the SD in each."""
    return {ViewLabel.SIDE_LEFT: side, ViewLabel.SIDE_RIGHT: side, ViewLabel.FRONT_OBLIQUE: oblique}


def seen_from_the_side(sd: float) -> Mapping[ViewLabel, float]:
    """Only the side views, with their SD: obliquely the error is 6-18 degrees, too much to write down."""
    return {ViewLabel.SIDE_LEFT: sd, ViewLabel.SIDE_RIGHT: sd}


def seen_from_anywhere(sd: float) -> Mapping[ViewLabel, float]:
    """Every view, with one SD."""
    return {label: sd for label in ViewLabel if label is not ViewLabel.UNKNOWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class SidedMeasure:
    """A measure that exists for the left and for the right.

    Attributes:
        far_sd: The same as `change_sd`, from the side that hides it behind the other; None = as from its own side.
    """

    name: str
    zero: str
    positive: str
    change_sd: Mapping[ViewLabel, float]
    far_sd: float | None = None
    error_sd: float
    landmarks: str
    source: str
    approximation: str = ""
    skewed_by: str = ""
    compute: SidedCompute

    def of(self, side: Side) -> Measure:
        """Return one side's measure."""
        compute = self.compute
        return Measure(
            name=f"{side}_{self.name}",
            zero=self.zero,
            positive=self.positive,
            change_sd=self._change_sd_of(side),
            error_sd=self.error_sd,
            landmarks=self.landmarks,
            source=self.source,
            approximation=self.approximation,
            skewed_by=self.skewed_by,
            compute=lambda body: compute(body, side),
        )

    def _change_sd_of(self, side: Side) -> Mapping[ViewLabel, float]:
        """Return view to error for one side, which is the far one from the other's view."""
        far = ViewLabel.SIDE_RIGHT if side == "left" else ViewLabel.SIDE_LEFT
        return self.change_sd if self.far_sd is None else {**self.change_sd, far: self.far_sd}
