"""The overlay shows every frame of the original at its time, the skeleton where it was seen, the captions beside it."""

from pathlib import Path

import numpy as np
import pytest

from backstay.errors import MediaError, StoreError
from backstay.media.reading import open_media
from backstay.media.types import Frame
from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from backstay.reports.overlay import Caption, draw_panel, write_overlay
from unit.media.clips import Clip, picture, write_clip

UNEVEN_MS = (0, 33, 100, 120, 700)
CLIP = Clip(size_px=(320, 480), times_ms=UNEVEN_MS)
LEFT_ARM_Y_PX = 300.0
CAPTION = Caption(
    headline="Wall angel", count="3 of 10", phase="arms going up", verdicts=(("Elbows at shoulder height", "not met"),)
)


def sighting(t_s: float, size_px: tuple[int, int] = (320, 480)) -> Sighting:
    """Return somebody of whom only the left arm is seen, level, from x = 60 to 260 of 320."""
    width, height = size_px
    xy_px = np.full((len(Landmark), 2), np.nan, np.float32)
    for landmark, x in ((Landmark.LEFT_SHOULDER, 60), (Landmark.LEFT_ELBOW, 160), (Landmark.LEFT_WRIST, 260)):
        xy_px[landmark] = (x * width / 320, LEFT_ARM_Y_PX * height / 480)
    pose = Pose(
        t_s=t_s,
        xy_px=xy_px,
        world_m=np.full((len(Landmark), 3), np.nan, np.float32),
        confidence=np.full(len(Landmark), 0.9, np.float32),
        image_size_px=size_px,
        model="full",
    )
    motion = TorsoMotion(t_s=t_s, flow_px_per_s=(0, 0), quality=0)
    return Sighting(pose=pose, torso_motion=motion, people=1, luminance_fraction=0.5)


def overlaid(tmp_path: Path, clip: Clip, sightings: list[Sighting], caption: Caption = CAPTION) -> list[Frame]:
    write_clip(tmp_path / "clip.mp4", clip)
    write_overlay(tmp_path / "overlay.mp4", tmp_path / "clip.mp4", sightings, lambda _: caption)
    return list(open_media(tmp_path / "overlay.mp4"))


def is_drawn(frame: Frame, x: int = 110, y: int = round(LEFT_ARM_Y_PX)) -> bool:
    """Return whether the middle of the left upper arm is orange rather than the picture's blue."""
    red, _, blue = frame.image_rgb[y, x].astype(int)
    return bool(red - blue > 60)


def test_times_are_kept(tmp_path):
    frames = overlaid(tmp_path, CLIP, [])
    assert [frame.t_s for frame in frames] == pytest.approx([time_ms / 1000 for time_ms in UNEVEN_MS], abs=1e-3)


def test_skeleton_is_drawn_where_it_was_seen(tmp_path):
    frames = overlaid(tmp_path, CLIP, [sighting(time_ms / 1000) for time_ms in UNEVEN_MS])
    assert all(is_drawn(frame) for frame in frames)
    assert not any(is_drawn(frame, y=260) for frame in frames)


def test_frames_without_a_sighting_stay_as_they_are(tmp_path):
    frames = overlaid(tmp_path, CLIP, [sighting(0.033), sighting(0.12)])
    assert [is_drawn(frame) for frame in frames] == [False, True, False, True, False]


def test_sightings_from_a_shrunk_picture_are_enlarged(tmp_path):
    frames = overlaid(tmp_path, CLIP, [sighting(0.0, size_px=(160, 240))])
    assert is_drawn(frames[0])


def test_a_recording_rounded_to_microseconds_still_matches(tmp_path):
    frames = overlaid(tmp_path, CLIP, [sighting(time_ms / 1000 + 5e-7) for time_ms in UNEVEN_MS])
    assert all(is_drawn(frame) for frame in frames)


def test_words_stand_beside_the_picture(tmp_path):
    frame = overlaid(tmp_path, CLIP, [])[0]
    height, width, _ = frame.image_rgb.shape
    assert (height, width) == (480, 320 + 298)
    assert np.abs(frame.image_rgb[:, :312].astype(int) - picture(320, 480)[:, :312]).mean() < 8
    assert frame.image_rgb[:, 330:].max() > 200


def test_captions_follow_the_time(tmp_path):
    write_clip(tmp_path / "clip.mp4", CLIP)
    asked: list[float] = []

    def caption(t_s: float) -> Caption:
        asked.append(t_s)
        return Caption(headline="", count="1" if t_s > 0.1 else "", phase="", verdicts=())

    write_overlay(tmp_path / "overlay.mp4", tmp_path / "clip.mp4", [], caption)
    panels = [frame.image_rgb[:, 330:] for frame in open_media(tmp_path / "overlay.mp4")]
    assert asked == pytest.approx([time_ms / 1000 for time_ms in UNEVEN_MS], abs=1e-3)
    assert [bool(panel.max() > 200) for panel in panels] == [False, False, False, True, True]


def test_small_videos_are_enlarged(tmp_path):
    frame = overlaid(tmp_path, Clip(size_px=(64, 48)), [])[0]
    assert frame.image_rgb.shape == (480, 640 + 298, 3)


def test_rotated_videos_stay_upright(tmp_path):
    frame = overlaid(tmp_path, Clip(size_px=(480, 320), rotation_deg=90), [])[0]
    assert frame.image_rgb.shape == (480, 320 + 298, 3)


def test_a_picture_can_be_asked_for(tmp_path):
    write_clip(tmp_path / "clip.mp4", CLIP)
    write_overlay(tmp_path / "overlay.png", tmp_path / "clip.mp4", [sighting(0.0)], lambda _: CAPTION)
    media = open_media(tmp_path / "overlay.png")
    assert media.info.is_still
    assert is_drawn(next(iter(media)))


def test_nothing_is_written_about_what_cannot_be_read(tmp_path):
    with pytest.raises(MediaError):
        write_overlay(tmp_path / "overlay.mp4", tmp_path / "missing.mp4", [], lambda _: CAPTION)
    assert list(tmp_path.iterdir()) == []


def test_impossible_place(tmp_path):
    write_clip(tmp_path / "clip.mp4", Clip())
    with pytest.raises(StoreError):
        write_overlay(tmp_path / "missing" / "overlay.mp4", tmp_path / "clip.mp4", [], lambda _: CAPTION)


LONG = "Backs of hands, arms and shoulders stay in contact with the wall all the way up and down"


@pytest.mark.parametrize("size_px", [(298, 480), (397, 640), (670, 1080), (60, 96)], ids=str)
@pytest.mark.parametrize("rows", [0, 1, 9, 30])
def test_words_stay_inside_the_panel(size_px, rows):
    """Nothing touches the left or right edge, and nine lines of a prescription leave the bottom free."""
    verdicts = tuple((LONG if number % 3 == 0 else "Knees soft", "can't see from here") for number in range(rows))
    caption = Caption(headline="Hip flexor stretch, left hip", count="10 of 10", phase="rest " * 9, verdicts=verdicts)
    panel = draw_panel(caption, size_px).astype(int)
    background = panel[0, 0]
    assert panel.shape == (size_px[1], size_px[0], 3)
    assert np.abs(panel[:, :2] - background).max() == 0
    assert np.abs(panel[:, -2:] - background).max() == 0
    if rows <= 9 and size_px[1] >= 480:
        assert np.abs(panel[-4:] - background).max() == 0


def test_each_verdict_looks_different():
    """By its mark alone: the words are the same length of nothing and colours are taken away."""
    grey = {}
    for verdict in ("met", "not met", "can't see from here", "you tell me"):
        caption = Caption(headline="", count="", phase="", verdicts=(("x", verdict),))
        panel = draw_panel(caption, (298, 480)).astype(int).max(axis=2)
        grey[verdict] = panel[:60, 15:38] > 110
    marks = list(grey.values())
    assert all(mark.any() for mark in marks)
    assert all((one != other).sum() > 20 for number, one in enumerate(marks) for other in marks[:number])
