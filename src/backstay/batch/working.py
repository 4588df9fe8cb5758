"""The one function that every engine runs: a job in, what came of it out."""

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import av
import cv2

from backstay.batch.places import fetched
from backstay.batch.types import Job, Outcome
from backstay.errors import BackstayError
from backstay.pose.blazepose import BlazePose
from backstay.pose.detector import Detector
from backstay.pose.landmarks import LandmarkNetwork
from backstay.sessions.assessing import Instruction, assess_seen
from backstay.sessions.seeing import RECORDING_SUFFIX, Seen, recall, see
from backstay.sessions.types import Assessment

THREADS = 1
"""Of each worker: videos side by side need no other parallel work, and what is left of it only gets in the way."""
DEFECTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    av.FFmpegError,
    cv2.error,
)
"""What a defect of ours, or a full disk, raises over one video; the other videos are not to pay for it."""


def assess_one(job: Job) -> Outcome:
    """Return what came of one job; nothing that a video does is raised."""
    try:
        with _few_threads(), fetched(job.path) as path:
            return Outcome(assessment=_assessed(job, path))
    except BackstayError as error:
        return Outcome(assessment=None, says=" ".join(str(error).split()))
    except DEFECTS as error:
        says = f"{job.path}: the program failed on it ({type(error).__name__}: {error}). Please report this."
        return Outcome(assessment=None, says=" ".join(says.split()))


def _assessed(job: Job, path: Path) -> Assessment:
    """Return the assessment under the video's own name, wherever its copy lies."""
    instruction = Instruction(side=job.side, paced=job.paced)
    assessment = assess_seen(_seen(job, path), job.exercise, instruction).assessment
    media = assessment.media.model_copy(update={"path": job.path})
    return assessment.model_copy(update={"media": media})


def _seen(job: Job, path: Path) -> Seen:
    """Return what is to be seen in a video, or in a recording of one."""
    if path.suffix == RECORDING_SUFFIX:
        return recall(path)
    network, detector = _networks(job.model)
    estimator = BlazePose(network, detector, measure_torso_motion=job.exercise.follows_breath)
    return see(path, estimator, decoder_threads=THREADS)


@cache
def _networks(model: str) -> tuple[LandmarkNetwork, Detector]:
    """Return the networks, compiled once a worker; what is remembered of a person is not in them."""
    return LandmarkNetwork(model, threads=THREADS), Detector(threads=THREADS)


@contextlib.contextmanager
def _few_threads() -> Iterator[None]:
    """Have OpenCV keep to one thread for as long as this lasts."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(THREADS)
    try:
        yield
    finally:
        cv2.setNumThreads(before)
