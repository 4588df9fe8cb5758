"""A recording gives back what was seen to half a step of each number, or one sentence that says what is wrong."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from backstay.errors import StoreError
from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from backstay.sessions.recordings import RecordingInfo, as_recorded, load_recording, save_recording

INFO = RecordingInfo(
    source="häßlich.mp4", image_size_px=(640, 480), model="full", weights_sha256="ab" * 32, backstay_version="0.1.0"
)
LANDMARKS = len(Landmark)


def numbers(shape: tuple[int, ...], low: float, high: float) -> st.SearchStrategy[np.ndarray]:
    """Return float32 arrays in which some values are unseen."""
    elements = st.floats(low, high, width=32) | st.just(float("nan"))
    return arrays.arrays(np.float32, shape, elements=elements, fill=st.just(np.float32(low / 2)))


@st.composite
def sightings(draw: st.DrawFn) -> list[Sighting]:
    """Return up to 4 sightings at times that only their order binds, points far out of the picture included."""
    times_s = sorted(draw(st.lists(st.floats(0, 1e5), unique=True, max_size=4)))
    return [draw(sighting(t_s)) for t_s in times_s]


@st.composite
def sighting(draw: st.DrawFn, t_s: float) -> Sighting:
    flow = st.floats(-500, 500, width=32) | st.just(float("nan"))
    return Sighting(
        pose=Pose(
            t_s=t_s,
            xy_px=draw(numbers((LANDMARKS, 2), -9000, 9000)),
            world_m=draw(numbers((LANDMARKS, 3), -20, 20)),
            confidence=draw(arrays.arrays(np.float32, LANDMARKS, elements=st.floats(0, 1, width=32))),
            image_size_px=INFO.image_size_px,
            model=INFO.model,
        ),
        torso_motion=TorsoMotion(t_s=t_s, flow_px_per_s=(draw(flow), draw(flow)), quality=draw(st.floats(0, 1))),
        people=draw(st.integers(0, 20)),
        luminance_fraction=draw(st.floats(0, 1)),
    )


def still(t_s: float = 0.0) -> Sighting:
    """Return one plain sighting."""
    return Sighting(
        pose=Pose(
            t_s=t_s,
            xy_px=np.full((LANDMARKS, 2), 12.3, np.float32),
            world_m=np.full((LANDMARKS, 3), -0.456, np.float32),
            confidence=np.full(LANDMARKS, 0.9, np.float32),
            image_size_px=INFO.image_size_px,
            model=INFO.model,
        ),
        torso_motion=TorsoMotion(t_s=t_s, flow_px_per_s=(1.5, float("nan")), quality=0.5),
        people=2,
        luminance_fraction=0.25,
    )


def assert_close(got: Sighting, saved: Sighting) -> None:
    """Half a step: 0.05 px, 0.5 mm, 1/510, half a microsecond (and float32's own rounding)."""
    assert got.pose.t_s == pytest.approx(saved.pose.t_s, abs=0.6e-6)
    assert got.torso_motion.t_s == got.pose.t_s
    np.testing.assert_allclose(got.pose.xy_px, saved.pose.xy_px, atol=0.051)
    np.testing.assert_allclose(got.pose.world_m, saved.pose.world_m, atol=0.51e-3)
    np.testing.assert_allclose(got.pose.confidence, saved.pose.confidence, atol=0.51 / 255)
    assert got.torso_motion.flow_px_per_s == pytest.approx(saved.torso_motion.flow_px_per_s, nan_ok=True)
    assert got.torso_motion.quality == pytest.approx(saved.torso_motion.quality, abs=0.51 / 255)
    assert got.luminance_fraction == pytest.approx(saved.luminance_fraction, abs=0.51 / 255)
    assert got.people == saved.people
    assert (got.pose.image_size_px, got.pose.model) == (INFO.image_size_px, INFO.model)
    assert got.pose.xy_px.dtype == got.pose.world_m.dtype == got.pose.confidence.dtype == np.float32


@given(saved=sightings())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_round_trip(tmp_path_factory, saved):
    path = tmp_path_factory.mktemp("recordings") / "session.parquet"
    save_recording(path, saved, INFO)
    recording = load_recording(path)
    assert recording.info == INFO
    assert len(recording.sightings) == len(saved)
    for got, wanted in zip(recording.sightings, saved, strict=True):
        assert_close(got, wanted)


@given(saved=sightings())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_saving_again_changes_nothing(saved):
    once = as_recorded(saved, INFO)
    for first, second in zip(once, as_recorded(once, INFO), strict=True):
        assert first.pose.t_s == second.pose.t_s
        assert np.array_equal(first.pose.xy_px, second.pose.xy_px, equal_nan=True)
        assert np.array_equal(first.pose.world_m, second.pose.world_m, equal_nan=True)
        assert np.array_equal(first.pose.confidence, second.pose.confidence)
        assert first.torso_motion.quality == second.torso_motion.quality
        assert first.luminance_fraction == second.luminance_fraction


def test_nobody_stays_nobody(tmp_path):
    lost = still()
    lost.pose.xy_px[:] = np.nan
    lost.pose.world_m[:] = np.nan
    save_recording(tmp_path / "session.parquet", [lost], INFO)
    assert not load_recording(tmp_path / "session.parquet").sightings[0].pose.is_present


def test_numbers_beyond_any_room_are_held_at_the_edge(tmp_path):
    wild = still()
    wild.pose.xy_px[0] = (1e30, np.inf)
    wild.pose.world_m[0] = (1e6, -1e6, 0)
    save_recording(tmp_path / "session.parquet", [wild], INFO)
    got = load_recording(tmp_path / "session.parquet").sightings[0].pose
    assert got.xy_px[0, 0] == pytest.approx(2.1e8, rel=0.05)
    assert np.isnan(got.xy_px[0, 1])
    assert got.world_m[0].tolist() == pytest.approx([32.767, -32.768, 0])


def test_a_minute_stays_under_a_megabyte(tmp_path):
    """With noise of half a pixel and 3 mm on every point, as a pose model shows it."""
    random = np.random.default_rng(5)
    minute = []
    for number in range(1800):
        seen = still(number / 30)
        seen.pose.xy_px[:] += random.normal(100, 0.5, seen.pose.xy_px.shape)
        seen.pose.world_m[:] += random.normal(0, 0.003, seen.pose.world_m.shape)
        seen.pose.confidence[:] = random.uniform(0.8, 1, LANDMARKS)
        minute.append(seen)
    save_recording(tmp_path / "session.parquet", minute, INFO)
    assert (tmp_path / "session.parquet").stat().st_size < 1_000_000


def save_one(path: Path) -> Path:
    save_recording(path, [still(number / 10) for number in range(20)], INFO)
    return path


def missing(path: Path) -> None:
    """Leave the place empty."""


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("Not a recording.")


def truncated(path: Path) -> None:
    content = save_one(path).read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def one_bit_flipped(path: Path) -> None:
    content = bytearray(save_one(path).read_bytes())
    content[200] ^= 0x10
    path.write_bytes(bytes(content))


def foreign(path: Path) -> None:
    pq.write_table(pa.table({"x": [1, 2]}), path)


def newer(path: Path) -> None:
    table = pq.read_table(save_one(path))
    pq.write_table(table.replace_schema_metadata({"backstay": '{"format": "backstay.recording/2"}'}), path)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (missing, "cannot be read"),
        (folder, "cannot be read"),
        (empty, "not a recording, or damaged"),
        (text, "not a recording, or damaged"),
        (truncated, "not a recording, or damaged"),
        (one_bit_flipped, "not a recording, or damaged"),
        (foreign, "a Parquet file, but not a recording"),
        (newer, "recorded by a newer Backstay"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_unreadable(tmp_path, make, what):
    path = tmp_path / "session.parquet"
    make(path)
    with pytest.raises(StoreError) as caught:
        load_recording(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: {what}")
    assert message.endswith(".")
    assert "\n" not in message


def test_impossible_place(tmp_path):
    with pytest.raises(StoreError, match=r"session.parquet: cannot be written .*Check the folder"):
        save_recording(tmp_path / "missing" / "session.parquet", [still()], INFO)


def test_an_earlier_recording_survives_a_failure(tmp_path, monkeypatch):
    path = save_one(tmp_path / "session.parquet")
    before = path.read_bytes()

    def fill_the_disk(*_args: object, **_options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", fill_the_disk)
    with pytest.raises(StoreError, match="No space left"):
        save_recording(path, [still()], INFO)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
