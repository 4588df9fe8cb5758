"""Stay with one person: detect once, follow the region, and not be led away by somebody who walks past."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame
from backstay.pose.detector import Detection, Detector
from backstay.pose.landmarks import Body
from backstay.pose.region import Region, region_around
from backstay.pose.steadying import SteadyPoints
from backstay.pose.types import Landmark

_MIN_PERSON = 0.5
"""Below this presence the track is lost. Source: BlazePose's published graph."""
_PLAIN_TRUNK = 0.6
"""Shoulders and hips claimed so well, on the mean, are a person in spite of a low presence, as with hidden feet.

Of 660 readings of low presence in walls, furniture and parts of bodies none reached 0.59.
"""
_TRUNK = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
_LOOK_ROUND_S = 1.0
"""How often the whole picture is searched while a person is tracked: it costs as much as a frame."""
_LOOK_CLOSER_S = 0.25
"""How often the picture is searched part by part, two or three at a time, while nobody is found in the whole of it."""
_APART = 0.5
"""Who is farther away than this, in region sizes, is somebody else; regions of one person are found within 0.15."""
_REMEMBERED_S = 5.0
"""How long after a loss the same person is expected back."""
_COMPANY_S = 3.0
"""How long after a second person was seen that person is reckoned with."""
_HOME_S = 3.0
"""Time constant of the place where the person exercises: slow against somebody walking past."""
_AT_HOME = 0.12
"""Way from there, in region sizes, that counts as there; in company, farther is doubtful."""
_JUMP = 0.05
_FASTEST_PER_S = 1.0
"""A body that moves farther, in region sizes, may be another one; stepping down to kneel is 0.36 a second."""
_DOUBTED_S = 2.0
"""After this long the person who is seen is believed to be the one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """Where the person has been of late."""

    center_px: NDArray[np.float64]
    size_px: float
    seen_s: float


class PersonTracker:
    """Says where to look for the tracked person's landmarks.

    Attributes:
        people: How many people the detector saw when it last looked.
        track: Counts beginnings and losses: what is remembered of a body holds within one track only.
    """

    def __init__(self, detector: Detector) -> None:
        """Start with nobody."""
        self.people = 0
        self.track = 0
        self._detector = detector
        self._steering = SteadyPoints()
        self._region: Region | None = None
        self._seen_px: NDArray[np.float64] | None = None
        self._home: _Home | None = None
        self._doubted_since_s: float | None = None
        self._is_faint = False
        self._looked_s = self._looked_closer_s = self._in_company_s = self._last_s = -math.inf
        self._size_px: tuple[int, ...] = ()

    def look(self, frame: Frame) -> Region | None:
        """Return where in a frame the person should be; None where there is nobody.

        A time that runs back, or a picture of another size, is another film: nobody is remembered from before.
        """
        size_px = frame.image_rgb.shape[:2]
        if frame.t_s < self._last_s or size_px != self._size_px:
            self._take(None)
            self._home, self._in_company_s, self._looked_closer_s = None, -math.inf, -math.inf
        self._last_s, self._size_px = frame.t_s, size_px
        is_due = not 0 <= frame.t_s - self._looked_s < _LOOK_ROUND_S
        if is_due or self._region is None or self._doubted_since_s is not None:
            self._look_round(frame)
        return self._region

    def follow(self, body: Body, *, t_s: float) -> bool:
        """Move the region on with what was read in it; return whether that is the tracked person.

        Args:
            body: What the network read in the region that `look` returned.
            t_s: Media time.
        """
        if not self._is_person(body):
            self._take(None)
            return False
        self._is_faint = False
        if self._is_elsewhere(body, t_s):
            self._doubted_since_s = t_s if self._doubted_since_s is None else self._doubted_since_s
            if t_s - self._doubted_since_s < _DOUBTED_S:
                return False
            self._home = None
        self._seen_px, self._doubted_since_s = body.steering_px[0], None
        scale_px = 2.0 * float(np.hypot(*(body.steering_px[1] - body.steering_px[0])))
        self._region = region_around(*self._steering.steady(body.steering_px, t_s=t_s, scale_px=scale_px))
        self._settle(self._region, t_s)
        return True

    def _look_round(self, frame: Frame) -> None:
        """Count the people; find the person again, or settle a doubt."""
        found = self._detector.detect(frame.image_rgb)
        if len(found) > 1:
            self._in_company_s = frame.t_s
        if self._region is None and self._is_unsure_of(found, frame.t_s):
            found = [*found, *self._found_closer(found, frame)]
        self.people, self._looked_s = self._number_of(found), frame.t_s
        if self._region is None:
            self._take(self._choose(found, frame))
            if not found and self._looked_closer_s == frame.t_s:
                self._take_faint(frame)
        elif self._doubted_since_s is not None and self._home is not None and found:
            self._settle_doubt(found, self._home, frame.t_s)

    def _take_faint(self, frame: Frame) -> None:
        """Take what is most like a person, for the network to look at: the detector overlooks some from the side."""
        faint = self._detector.detect_faintly(frame.image_rgb)
        if faint is not None:
            self._take(faint.region)
            self._is_faint = True

    def _is_person(self, body: Body) -> bool:
        """Return whether a body is one, by its presence or its trunk; whom the detector overlooked needs both."""
        is_present, is_plain = body.person >= _MIN_PERSON, bool(body.claimed[_TRUNK].mean() >= _PLAIN_TRUNK)
        return is_present and is_plain if self._is_faint else is_present or is_plain

    def _is_unsure_of(self, found: list[Detection], t_s: float) -> bool:
        """Return whether those found may be the wrong ones: nobody, or nobody near where the person was of late."""
        home = self._remembered(t_s)
        return home is None or all(_way(each.region, home.center_px) > _APART * home.size_px for each in found)

    def _found_closer(self, found: list[Detection], frame: Frame) -> list[Detection]:
        """Return who is found only part by part, which is looked at now and then; parts of people found are nobody."""
        if frame.t_s - self._looked_closer_s < _LOOK_CLOSER_S:
            return []
        self._looked_closer_s = frame.t_s
        return [
            each
            for each in self._detector.detect_closer(frame.image_rgb)
            if all(_are_apart(each.region, other.region) for other in found)
        ]

    def _number_of(self, found: list[Detection]) -> int:
        """Return how many people there are; one who is followed is there, found just now or not."""
        region = self._region
        is_overlooked = region is not None and all(_are_apart(region, each.region) for each in found)
        return len(found) + (1 if found and is_overlooked else 0)

    def _remembered(self, t_s: float) -> _Home | None:
        """Return where the person was a moment ago."""
        home = self._home
        return home if home is not None and 0 <= t_s - home.seen_s <= _REMEMBERED_S else None

    def _settle_doubt(self, found: list[Detection], home: _Home, t_s: float) -> None:
        """Go back to whoever is at home; else believe, unless the person may be hidden behind somebody."""
        nearest = min((detection.region for detection in found), key=lambda region: _unlikeness(region, home))
        if _way(nearest, home.center_px) < _AT_HOME * home.size_px:
            self._take(nearest)
        elif len(found) > 1 or not self._is_in_company(t_s):
            self._home = self._doubted_since_s = None

    def _is_elsewhere(self, body: Body, t_s: float) -> bool:
        """Return whether a body lies farther from the person just seen, or from home, than the person can be."""
        home = self._home
        if home is None or self._seen_px is None:
            return False
        place = body.steering_px[0]
        jump, way = (float(np.hypot(*(place - then))) / home.size_px for then in (self._seen_px, home.center_px))
        is_jump = jump > _JUMP + _FASTEST_PER_S * max(t_s - home.seen_s, 0.0)
        return is_jump or (self._is_in_company(t_s) and way > _AT_HOME)

    def _is_in_company(self, t_s: float) -> bool:
        return t_s - self._in_company_s <= _COMPANY_S

    def _take(self, region: Region | None) -> None:
        """Begin a new track, or none."""
        self._region, self._steering = region, SteadyPoints()
        self._seen_px, self._doubted_since_s, self._is_faint = None, None, False
        self.track += 1

    def _choose(self, found: list[Detection], frame: Frame) -> Region | None:
        """Return the person who was here a moment ago, else the largest and most central one."""
        regions = [detection.region for detection in found]
        if not regions:
            return None
        home = self._remembered(frame.t_s)
        if home is not None:
            nearest = min(regions, key=lambda region: _unlikeness(region, home))
            is_other = _way(nearest, home.center_px) > _APART * home.size_px
            return None if is_other and self._is_in_company(frame.t_s) else nearest
        self._home = None
        height, width = frame.image_rgb.shape[:2]
        middle, reach_px = np.array([width / 2, height / 2]), math.hypot(width, height)
        return max(regions, key=lambda region: region.size_px * (1.0 - _way(region, middle) / reach_px))

    def _settle(self, region: Region, t_s: float) -> None:
        """Let the home drift towards where the person is."""
        center, size_px = np.array(region.center_px), region.size_px
        if self._home is not None:
            share = -math.expm1(-max(t_s - self._home.seen_s, 0.0) / _HOME_S)
            center = self._home.center_px + share * (center - self._home.center_px)
            size_px = self._home.size_px + share * (size_px - self._home.size_px)
        self._home = _Home(center_px=center, size_px=max(size_px, 1.0), seen_s=t_s)


def _way(region: Region, point_px: NDArray[np.float64]) -> float:
    return math.hypot(region.center_px[0] - point_px[0], region.center_px[1] - point_px[1])


def _are_apart(one: Region, other: Region) -> bool:
    """Return whether two regions are of two people."""
    return _way(one, np.array(other.center_px)) > _APART * max(one.size_px, other.size_px)


def _unlikeness(region: Region, home: _Home) -> float:
    """Return how little a region is like the one at home: way in region sizes, and factor of size."""
    return _way(region, home.center_px) / home.size_px + abs(math.log(max(region.size_px, 1.0) / home.size_px))
