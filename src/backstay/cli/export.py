"""`backstay export`: what is remembered, in the formats of spreadsheets, clinics and laboratories."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.remembering import local, recall_person
from backstay.cli.usage import wrong_usage

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from backstay.pose.types import Pose

export_app = typer.Typer(help="Write what is remembered to files of other programs.", no_args_is_help=True)
Named = Annotated[str | None, typer.Argument(help="Whose, by id or name; without one, who has been here longest.")]
OneOrAll = Annotated[Path, typer.Option(help="A file for one table; a folder for all of them.")]
Out = Annotated[Path, typer.Option(help="The file to write.")]
Table = Annotated[str, typer.Option(help="Which table goes into a file; a wrong name lists them.")]
Session = Annotated[str, typer.Option(help="A session's id; the newest with poses if left out.")]
Poses = Annotated[Path | None, typer.Option(help="A recording of poses (.parquet) in place of a session.")]


@export_app.command("archive", epilog="Example: backstay export archive --out anna.zip; back: backstay import anna.zip")
def export_archive(out: Out, person: Named = None) -> None:
    """Write everything of a person to one file that `backstay import` restores: records as JSON, poses."""
    from backstay.cli.remembering import opened_store
    from backstay.memory.archive import export_archive as write
    from backstay.memory.people import require_person
    from backstay.memory.places import data_folder

    with opened_store() as store:
        write(store, data_folder(), require_person(store, person or ""), out)
    _say_written(out)


@export_app.command("csv", epilog="Example: backstay export csv --out sets.csv; all tables: --out my_tables")
def export_csv(out: OneOrAll, person: Named = None, table: Table = "sets") -> None:
    """Write sessions, sets, readings, ratings, posture and more as CSV."""
    from backstay.reports.record_tables import as_csv

    _write_tables(out, person, table, as_csv)


@export_app.command("parquet", epilog="Example: backstay export parquet --out my_tables")
def export_parquet(out: OneOrAll, person: Named = None, table: Table = "sets") -> None:
    """Write the same tables as Parquet."""
    from backstay.reports.record_tables import as_parquet

    _write_tables(out, person, table, as_parquet)


@export_app.command("fhir", epilog="Example: backstay export fhir --out bundle.json")
def export_fhir(
    out: Out,
    person: Named = None,
    snomed: Annotated[bool, typer.Option(help="SNOMED CT codes too; many countries ask for a licence.")] = False,  # noqa: FBT002
) -> None:
    """Write a FHIR R4 bundle: duration, pain, effort, exercises."""
    from datetime import UTC, datetime

    from backstay.exercises.loading import library
    from backstay.reports.fhir import fhir_bundle
    from backstay.reports.writing import write_whole

    known = {each.id: each for each in library()}
    bundle = fhir_bundle(recall_person(person), known, datetime.now(UTC), local, with_snomed=snomed)
    write_whole(out, bundle)
    _say_written(out)


@export_app.command("trc", epilog="Example: backstay export trc --out session.trc")
def export_trc(out: Out, person: Named = None, session: Session = "", poses: Poses = None) -> None:
    """Write a session's landmarks as markers for OpenSim: metres, Y up."""
    from backstay.reports.opensim import trc
    from backstay.reports.writing import write_whole

    write_whole(out, trc(_poses(person, session, poses), out.name))
    _say_written(out)


@export_app.command("mot", epilog="Example: backstay export mot --out session.mot")
def export_mot(out: Out, person: Named = None, session: Session = "", poses: Poses = None) -> None:
    """Write a session's angles as a motion for OpenSim: degrees, flexion and adduction positive."""
    from backstay.reports.kept_poses import readings_of
    from backstay.reports.opensim import mot
    from backstay.reports.writing import write_whole

    write_whole(out, mot(readings_of(_poses(person, session, poses)), out.stem))
    _say_written(out)


def _write_tables(out: Path, person: str | None, name: str, write: "Callable[[pa.Table], bytes]") -> None:
    """Write one table to a file with a suffix, or all of them into a folder."""
    from backstay.reports.delivery import folder_file
    from backstay.reports.record_tables import TABLES
    from backstay.reports.writing import write_whole

    if name not in TABLES:
        wrong_usage(f"--table {name}: need one of {', '.join(TABLES)}.")
    remembered = recall_person(person)
    suffix = ".csv" if write.__name__ == "as_csv" else ".parquet"
    names = [name] if out.suffix else list(TABLES)
    files = {out if out.suffix else folder_file(out, f"{each}{suffix}"): each for each in names}
    for path, each in files.items():
        write_whole(path, write(TABLES[each].of(remembered)))
    _say_written(out)


def _poses(person: str | None, session: str, recording: Path | None) -> "tuple[Pose, ...]":
    """Return the poses of a recording, of the session that is named, or of the newest one that kept any."""
    from backstay.errors import StoreError
    from backstay.memory.places import data_folder, recordings_in
    from backstay.reports.kept_poses import has_poses, poses_in

    if recording is not None:
        return poses_in(recording)
    remembered = recall_person(person)
    folder = recordings_in(data_folder()) / remembered.person.id
    ids = [each.id for each in remembered.sessions]
    if session and session not in ids:
        newest = ids[-1] if ids else "none"
        raise StoreError(f"{remembered.person.name} has no session {session!r}. The newest is {newest}.")
    kept = [each for each in ([session] if session else ids) if has_poses(folder / each)]
    if not kept:
        whose = f"session {session}" if session else f"any session of {remembered.person.name}"
        raise StoreError(f"no poses are kept of {whose}. Sessions with a camera keep them; --poses names a recording.")
    return poses_in(folder / kept[-1])


def _say_written(out: Path) -> None:
    """Say where it is, and what it is."""
    typer.echo(f"{out}: written. It holds health data; share it with care.")
