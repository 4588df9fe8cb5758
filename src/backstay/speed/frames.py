"""What one process measures of pictures: whole models, limits, and stages."""

from itertools import islice
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.media.reading import open_media
from backstay.media.types import Frame
from backstay.pose.blazepose import confidence, load_pose_model
from backstay.pose.detector import Detector
from backstay.pose.landmarks import LandmarkNetwork
from backstay.pose.region import Region, crop
from backstay.pose.runtime import matrix_product
from backstay.pose.swaps import SwapCatcher
from backstay.pose.torso_motion import TorsoMotionMeter
from backstay.pose.tracking import PersonTracker
from backstay.speed.stopwatch import Laps, exhausted, peak_memory_mb, timed
from backstay.speed.types import Limits, Stages, Whole

WARM_UP_FRAMES = 10
MATRIX = 512
"""Side of the square matrices whose product shows the peak: smaller and larger ones reach less."""
PRODUCTS = 40
GIGA = 1e9
CHEST = "motion of the chest"


def measure_whole(clip: Path, frames: int, model: str, threads: int) -> Whole:
    """Return how long a model takes with decoding, and the pose step alone, for exercises that leave the breath out."""
    estimator = load_pose_model(model, threads or None, measure_torso_motion=False)
    with open_media(clip) as media:
        exhausted(estimator.estimate(frame) for frame in islice(media, WARM_UP_FRAMES))
        whole = timed(lambda: exhausted(estimator.estimate(frame) for frame in islice(media, frames)))
        peak_mb = peak_memory_mb()
        decoded = list(islice(media, frames))
        pose = timed(lambda: exhausted(estimator.estimate(frame) for frame in decoded))
    return Whole(with_decoding=whole, pose_alone=pose, peak_memory_mb=peak_mb)


def measure_limits(clip: Path, frames: int, model: str) -> Limits:
    """Return how long decoding alone and the network alone take, and how fast this processor multiplies."""
    decoded, regions = _followed(clip, frames, model)
    network = LandmarkNetwork(model, threads=1).network
    pictures = [_crop(frame, region, network.size_px) for frame, region in zip(decoded, regions, strict=True)]
    exhausted(network.infer(picture) for picture in pictures[:WARM_UP_FRAMES])
    return Limits(
        decoding=timed(lambda: _decoded_only(clip, frames)),
        inference=timed(lambda: exhausted(network.infer(picture) for picture in pictures)),
        peak_gflops=_peak_gflops(),
    )


def measure_stages(clip: Path, frames: int, model: str) -> Stages:
    """Return what each stage of the pose step takes, in the order of work, measured while it all runs."""
    tracker, network = PersonTracker(Detector(threads=1)), LandmarkNetwork(model, threads=1)
    swaps, meter = SwapCatcher(), TorsoMotionMeter()
    count, laps = 0, Laps()
    with open_media(clip) as media:
        size_px = (media.info.width_px, media.info.height_px)
        for frame in islice(media, frames):
            count += 1
            laps.lap("decoding and colours")
            region = tracker.look(frame)
            laps.lap("looking round for people")
            if region is None:
                continue
            body = network.read(frame.image_rgb, region)
            laps.lap("landmarks")
            tracker.follow(body, t_s=frame.t_s)
            laps.lap("following the person")
            body = swaps.untangle(body, t_s=frame.t_s)
            laps.lap("left and right")
            confidence(body, size_px)
            laps.lap("human-shape gate")
            meter.measure(frame, body.xy_px)
            laps.lap(CHEST)
    ms = {stage: 1e3 * seconds / count for stage, seconds in laps.seconds.items()}
    chest_ms = ms.pop(CHEST, 0.0)
    return Stages(ms=_split(ms, clip, frames, model), chest_ms=chest_ms)


def _split(ms: dict[str, float], clip: Path, frames: int, model: str) -> dict[str, float]:
    """Return the stages with decoding and landmarks taken apart, by measuring the parts of them that stand alone."""
    decoded, regions = _followed(clip, frames, model)
    side = LandmarkNetwork(model, threads=1).network.size_px
    pairs = list(zip(decoded, regions, strict=True))
    cropping = timed(lambda: exhausted(_crop(frame, region, side) for frame, region in pairs))
    decoding = timed(lambda: _decoded_only(clip, frames))
    inference = measure_limits(clip, frames, model).inference
    apart = {"decoding": 1e3 / decoding.by_processor}
    for stage, took_ms in ms.items():
        if stage == "decoding and colours":
            apart["colours"] = max(took_ms - apart["decoding"], 0.0)
        elif stage == "landmarks":
            apart["crop"] = 1e3 / cropping.by_processor
            apart["network"] = 1e3 / inference.by_processor
            apart["refinement and placing"] = max(took_ms - apart["crop"] - apart["network"], 0.0)
        else:
            apart[stage] = took_ms
    return apart


def _followed(clip: Path, frames: int, model: str) -> tuple[list[Frame], list[Region]]:
    """Return decoded frames in which a person is, and where."""
    tracker, network = PersonTracker(Detector(threads=1)), LandmarkNetwork(model, threads=1)
    decoded, regions = [], []
    with open_media(clip) as media:
        for frame in islice(media, frames):
            region = tracker.look(frame)
            if region is not None:
                tracker.follow(network.read(frame.image_rgb, region), t_s=frame.t_s)
                decoded.append(frame)
                regions.append(region)
    return decoded, regions


def _crop(frame: Frame, region: Region, side_px: int) -> NDArray[np.uint8]:
    return crop(frame.image_rgb, region, side_px, border=cv2.BORDER_REPLICATE)


def _decoded_only(clip: Path, frames: int) -> int:
    """Decode without asking for colours."""
    with av.open(clip) as container:
        container.streams.video[0].thread_type = "AUTO"
        return exhausted(islice(container.decode(video=0), frames))


def _peak_gflops() -> float:
    """Return the best of a few products of matrices, in milliards of operations a second of one processor."""
    multiply = matrix_product(MATRIX)
    best = max(timed(lambda: exhausted([multiply()])).by_processor for _ in range(PRODUCTS))
    return 2.0 * MATRIX**3 * best / GIGA
