"""The dataset of a batch: four tables of Parquet files, one file a video and table, each whole or not there.

`DIR/criteria/exercise=wall_angel/0123456789abcdef0123.parquet`, and so on. pyarrow, DuckDB, polars and Spark read each
table as one.
"""

import io
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from backstay.batch.places import Place
from backstay.batch.tables import ORDER, PARTITION, schema_of, tables_of
from backstay.batch.types import Job, Outcome
from backstay.errors import StoreError

SORTED_BY = {
    "videos": ("path", PARTITION),
    "repetitions": ("path", PARTITION, "number"),
    "holds": ("path", PARTITION, "number"),
    "criteria": ("path", PARTITION, "unit", "number", "criterion"),
}
"""The order in which a table is read, whatever order its files were written in."""


class Results:
    """What came of every job so far."""

    def __init__(self, folder: Place) -> None:
        """Use a folder, which is made when first written to."""
        self.folder = folder

    def finished(self) -> Mapping[str, str]:
        """Return the fingerprint of each job that was assessed, by its id; those that failed are to be tried again.

        Raises:
            StoreError: The folder holds something else, or a file in it is damaged.
        """
        done = self._read("videos", ["job", "fingerprint", "is_assessed"])
        rows = zip(*(done[name].to_pylist() for name in ("job", "fingerprint", "is_assessed")), strict=True)
        return {job: fingerprint for job, fingerprint, is_assessed in rows if is_assessed}

    def save(self, job: Job, outcome: Outcome) -> None:
        """Write what came of a job, in place of what came of it before; last the row that says it is all there.

        Raises:
            StoreError: It cannot be written.
        """
        tables = tables_of(job, outcome)
        for name in ORDER:
            place = self._part(name, job)
            if tables[name].num_rows:
                place.write(_as_parquet(tables[name]))
            else:
                place.remove()

    def read(self, table: str) -> pa.Table:
        """Return a whole table, in one order always.

        Args:
            table: "videos", "repetitions", "holds" or "criteria".

        Raises:
            StoreError: A file is damaged.
        """
        found = self._read(table, [*schema_of(table).names, PARTITION])
        return found.sort_by([(name, "ascending") for name in SORTED_BY[table]])

    def _read(self, table: str, columns: Sequence[str]) -> pa.Table:
        folder = self.folder / table
        schema = schema_of(table).append(pa.field(PARTITION, pa.string()))
        if not folder.is_folder:
            return schema.empty_table().select(list(columns))
        try:
            parts = pads.dataset(
                folder.path,
                filesystem=folder.fs,
                schema=schema,
                format="parquet",
                partitioning=pads.partitioning(pa.schema([(PARTITION, pa.string())]), flavor="hive"),
            )
            return parts.to_table(columns=list(columns))
        except (pa.ArrowException, OSError, ValueError) as error:
            raise StoreError(
                f"{folder.named}: cannot be read as results ({_in_a_line(error)}). Name another --out, or remove the "
                "file, and its video is assessed again."
            ) from error

    def _part(self, table: str, job: Job) -> Place:
        return self.folder / table / f"{PARTITION}={job.exercise.id}" / f"{job.id}.parquet"


def _as_parquet(table: pa.Table) -> bytes:
    content = io.BytesIO()
    pq.write_table(table, content, compression="zstd", write_page_checksum=True)
    return content.getvalue()


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
