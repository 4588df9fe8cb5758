"""Views as a therapist names them, and the views of a camera that they stand for."""

from enum import StrEnum
from functools import cache

from backstay.kinematics.types import SIDE_VIEWS, ViewLabel


class ViewName(StrEnum):
    """A view as a therapist names it; `side` stands for either side."""

    FRONT = "front"
    FRONT_OBLIQUE = "front_oblique"
    SIDE = "side"
    BACK = "back"

    def covers(self, label: ViewLabel) -> bool:
        """Return whether a camera's view is this one."""
        return label in SIDE_VIEWS if self is ViewName.SIDE else label.value == self.value


@cache
def labels_covered(views: tuple[ViewName, ...]) -> frozenset[ViewLabel]:
    """Return every view of a camera that one of some named views covers."""
    return frozenset(label for label in ViewLabel for view in views if view.covers(label))
