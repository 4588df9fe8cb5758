"""Files that appear whole or not at all."""

import csv
import io
import json
import math
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from backstay.errors import StoreError
from backstay.kinematics.types import Readings
from backstay.sessions.types import Assessment

CSV_PLACES = 4


def write_whole(path: Path, content: bytes) -> None:
    """Write a file by renaming a finished one over it.

    Raises:
        StoreError: The folder does not exist or cannot be written to.
    """
    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(content)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}). Choose a folder that you may write to."
        ) from error


def _umask() -> int:
    """Return the process's file mode mask."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def assessments_as_json(assessments: Sequence[Assessment]) -> str:
    """Return one object for one video, one object a line for several."""
    if len(assessments) == 1:
        return json.dumps(assessments[0].model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
    return "".join(json.dumps(each.model_dump(mode="json"), ensure_ascii=False) + "\n" for each in assessments)


def write_readings(path: Path, readings: Sequence[Readings]) -> None:
    """Write a table of readings: a column `t_s`, one a measure, empty where unmeasured.

    Args:
        path: `.parquet` for Parquet, anything else for CSV.
        readings: One a frame.

    Raises:
        StoreError: The file cannot be written.
    """
    write_whole(path, _parquet(readings) if path.suffix == ".parquet" else _csv(readings))


def _names(readings: Sequence[Readings]) -> list[str]:
    """Return the measures' names in the table's order."""
    return list(readings[0].values) if readings else []


def _csv(readings: Sequence[Readings]) -> bytes:
    """Return the table as CSV."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    names = _names(readings)
    table.writerow(["t_s", *names])
    for each in readings:
        table.writerow([f"{each.t_s:.6f}", *(_cell(each.values[name]) for name in names)])
    return text.getvalue().encode()


def _cell(value: float) -> str:
    """Return a number as text; nothing for NaN."""
    return f"{value:.{CSV_PLACES}f}" if math.isfinite(value) else ""


def _parquet(readings: Sequence[Readings]) -> bytes:
    """Return the table as Parquet, null where unmeasured."""
    columns = {"t_s": pa.array([each.t_s for each in readings], pa.float64())}
    for name in _names(readings):
        columns[name] = pa.array([each.values[name] for each in readings], pa.float64(), from_pandas=True)
    file = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), file, compression="zstd")
    content: bytes = file.getvalue().to_pybytes()
    return content
