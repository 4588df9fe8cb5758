"""Sightings to a Parquet file and back, so that a session can be assessed again without its video.

One row a frame, one column a number, as whole numbers (tenths of a pixel, millimetres, 255ths): smooth columns of
whole numbers shrink to a few bits a value. What is unseen is null. Read back, numbers differ from the originals by
half a step at most; saved again, not at all.
"""

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from backstay.errors import StoreError
from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from backstay.sessions.packing import SightingSeries

_FORMAT = "backstay.recording/1"
_KEY = b"backstay"
_MARK = "mark_"
_ZSTD_LEVEL = 6
_ROWS_AT_ONCE = 8192
"""Rows that are packed and unpacked together, four and a half minutes at 30 frames/s: 40 MB on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingInfo:
    """Where a recording comes from.

    Attributes:
        source: Name of the video file, without its folder; or "camera".
        image_size_px: (width, height) of the pictures.
        model: Which pose model looked: "lite", "full" or "heavy".
        weights_sha256: Hash of its weights.
        backstay_version: Which Backstay saved it.
    """

    source: str
    image_size_px: tuple[int, int]
    model: str
    weights_sha256: str
    backstay_version: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recording:
    """What was saved.

    Attributes:
        info: Where it comes from.
        sightings: One a frame, in order.
        marks: What else was noted of each frame, by name; empty for a video.
    """

    info: RecordingInfo
    sightings: Sequence[Sighting]
    marks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A group of columns of one kind.

    Attributes:
        names: One a column.
        steps_per_unit: How finely values are kept; None keeps them as float32.
        kind: How whole numbers are stored.
        values: A sighting's values, in the order of the names.
    """

    names: tuple[str, ...]
    steps_per_unit: int | None
    kind: pa.DataType
    values: Callable[[Sighting], object]


_BODY = tuple(landmark.name.lower() for landmark in Landmark)
_BLOCKS = (
    _Block(names=("t_us",), steps_per_unit=1_000_000, kind=pa.int64(), values=lambda s: s.pose.t_s),
    _Block(
        names=tuple(f"{point}_{axis}_tenth_px" for point in _BODY for axis in "xy"),
        steps_per_unit=10,
        kind=pa.int32(),
        values=lambda s: s.pose.xy_px,
    ),
    _Block(
        names=tuple(f"{point}_world_{axis}_mm" for point in _BODY for axis in "xyz"),
        steps_per_unit=1000,
        kind=pa.int16(),
        values=lambda s: s.pose.world_m,
    ),
    _Block(
        names=tuple(f"{point}_confidence_255ths" for point in _BODY),
        steps_per_unit=255,
        kind=pa.uint8(),
        values=lambda s: s.pose.confidence,
    ),
    _Block(
        names=("torso_flow_x_px_per_s", "torso_flow_y_px_per_s", "torso_widening_per_s"),
        steps_per_unit=None,
        kind=pa.float32(),
        values=lambda s: (*s.torso_motion.flow_px_per_s, s.torso_motion.widening_per_s),
    ),
    _Block(
        names=("torso_flow_quality_255ths", "luminance_255ths"),
        steps_per_unit=255,
        kind=pa.uint8(),
        values=lambda s: (s.torso_motion.quality, s.luminance_fraction),
    ),
    _Block(names=("people",), steps_per_unit=1, kind=pa.uint8(), values=lambda s: s.people),
)


def save_recording(
    path: Path | str,
    sightings: Sequence[Sighting],
    info: RecordingInfo,
    marks: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write sightings to a Parquet file, which appears under its name only when it is whole.

    Args:
        path: Where to; an existing file is replaced.
        sightings: One a frame, in order.
        info: Where they come from.
        marks: What else is noted of each frame, by name.

    Raises:
        StoreError: The file cannot be written.
    """
    target = Path(path)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            _write(file, _tables(sightings, info, marks or {}))
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}). Check the folder and the space left."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def load_recording(path: Path | str) -> Recording:
    """Read what `save_recording` wrote.

    Raises:
        StoreError: The file is missing, damaged, or not a recording of this version of Backstay or an older one.
    """
    try:
        with Path(path).open("rb") as file:
            return _read(path, pq.ParquetFile(file, page_checksum_verification=True))
    except (pa.ArrowException, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path}: not a recording, or damaged. Record or assess the video again.") from error
    except OSError as error:
        raise _unreadable(path, error) from error


def _read(path: Path | str, file: pq.ParquetFile) -> Recording:
    """Return a recording, a few minutes of its rows at a time."""
    info = _info(path, file.schema_arrow)
    marks: dict[str, list[str]] = {name: [] for name in file.schema_arrow.names if name.startswith(_MARK)}

    def sighted() -> Iterator[Sighting]:
        for batch in file.iter_batches(_ROWS_AT_ONCE):
            for name, noted in marks.items():
                noted.extend(batch.column(name).to_pylist())
            yield from _sightings(pa.Table.from_batches([batch]), info)

    sightings = SightingSeries(sighted())
    noted = {name.removeprefix(_MARK): tuple(each) for name, each in marks.items()}
    return Recording(info=info, sightings=sightings, marks=noted)


def _unreadable(path: Path | str, error: OSError) -> StoreError:
    """Return what is wrong with a file: that it cannot be read, or that what was read makes no sense (no number)."""
    if error.errno is None:
        return StoreError(f"{path}: not a recording, or damaged. Record or assess the video again.")
    return StoreError(f"{path}: cannot be read ({error.strerror}). Check the name and the folder.")


def as_recorded(sightings: Sequence[Sighting], info: RecordingInfo) -> tuple[Sighting, ...]:
    """Return the sightings as they will be read back: what is judged on these, a replay judges alike."""
    return tuple(_sightings(_table(sightings, info), info))


def _tables(
    sightings: Sequence[Sighting], info: RecordingInfo, marks: Mapping[str, Sequence[str]]
) -> Iterator[pa.Table]:
    """Yield a recording as tables of some minutes, one at least."""
    for first in range(0, max(1, len(sightings)), _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        table = _table(sightings[rows], info)
        for name, values in marks.items():
            table = table.append_column(f"{_MARK}{name}", pa.array(values[rows], pa.string()))
        yield table


def _table(sightings: Sequence[Sighting], info: RecordingInfo) -> pa.Table:
    columns: dict[str, pa.Array] = {}
    for block in _BLOCKS:
        rows = [np.ravel(np.asarray(block.values(sighting), dtype=np.float64)) for sighting in sightings]
        matrix = np.array(rows, dtype=np.float64).reshape(len(sightings), len(block.names))
        for name, values in zip(block.names, matrix.T, strict=True):
            columns[name] = _column(values, block)
    described = json.dumps({"format": _FORMAT, **asdict(info)})
    return pa.table(columns).replace_schema_metadata({_KEY: described})


def _column(values: NDArray[np.float64], block: _Block) -> pa.Array:
    """Return values as whole numbers of steps, held within what their kind can say; unseen ones null."""
    unseen = ~np.isfinite(values)
    if block.steps_per_unit is None:
        return pa.array(values.astype(np.float32), mask=unseen)
    limits = np.iinfo(block.kind.to_pandas_dtype())
    steps = np.rint(np.where(unseen, 0, values) * block.steps_per_unit)
    return pa.array(np.clip(steps, limits.min, limits.max).astype(limits.dtype), mask=unseen)


def _write(file: BinaryIO, tables: Iterator[pa.Table]) -> None:
    whole = [name for block in _BLOCKS if block.steps_per_unit for name in block.names]
    fractional = [name for block in _BLOCKS if not block.steps_per_unit for name in block.names]
    first = next(tables)
    with pq.ParquetWriter(
        file,
        first.schema,
        compression="zstd",
        compression_level=_ZSTD_LEVEL,
        use_dictionary=False,
        column_encoding=dict.fromkeys(whole, "DELTA_BINARY_PACKED") | dict.fromkeys(fractional, "BYTE_STREAM_SPLIT"),
        write_statistics=False,
        write_page_checksum=True,
    ) as writer:
        for table in itertools.chain((first,), tables):
            writer.write_table(table)


def _info(path: Path | str, schema: pa.Schema) -> RecordingInfo:
    """Read where a table comes from, making sure that it is a recording."""
    described = (schema.metadata or {}).get(_KEY)
    names = {name for block in _BLOCKS for name in block.names}
    if described is None:
        raise StoreError(f"{path}: a Parquet file, but not a recording. Name one that Backstay saved.")
    fields = json.loads(described)
    if fields.pop("format", None) != _FORMAT or not names <= set(schema.names):
        raise StoreError(f"{path}: recorded by a newer Backstay. Update Backstay to read it.")
    width_px, height_px = fields.pop("image_size_px")
    return RecordingInfo(image_size_px=(width_px, height_px), **fields)


def _sightings(table: pa.Table, info: RecordingInfo) -> Iterator[Sighting]:
    times_s, in_picture, in_world, confidence, flow, fractions, people = (_matrix(table, block) for block in _BLOCKS)
    xy_px = in_picture.reshape(-1, len(Landmark), 2).astype(np.float32)
    world_m = in_world.reshape(-1, len(Landmark), 3).astype(np.float32)
    for row in range(table.num_rows):
        t_s = float(times_s[row, 0])
        yield Sighting(
            pose=Pose(
                t_s=t_s,
                xy_px=xy_px[row],
                world_m=world_m[row],
                confidence=confidence[row].astype(np.float32),
                image_size_px=info.image_size_px,
                model=info.model,
            ),
            torso_motion=TorsoMotion(
                t_s=t_s,
                flow_px_per_s=(float(flow[row, 0]), float(flow[row, 1])),
                quality=float(fractions[row, 0]),
                widening_per_s=float(flow[row, 2]),
            ),
            people=int(people[row, 0]),
            luminance_fraction=float(fractions[row, 1]),
        )


def _matrix(table: pa.Table, block: _Block) -> NDArray[np.float64]:
    """Return a block's values (row, column) in their units, NaN where null."""
    columns = [table.column(name).to_numpy().astype(np.float64) for name in block.names]
    return np.stack(columns, axis=1) / (block.steps_per_unit or 1)
