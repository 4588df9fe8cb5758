"""`backstay history forget|reassess` and `backstay import`: removing, judging anew, and restoring what is kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.history import history_app
from backstay.cli.remembering import opened_store
from backstay.cli.usage import wrong_usage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstay.assessment.types import Verdict
    from backstay.memory.forgetting import Forgotten
    from backstay.memory.reassessing import Reassessment

OLDER = Annotated[int | None, typer.Option("--older-than", min=1, help="Only what is older than this many days.")]
YES = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@history_app.command("forget", epilog="Example: backstay history forget anna, or only --older-than 365")
def forget(
    person: Annotated[str, typer.Argument(help="Whose, by id or name; everybody's with --older-than.")] = "",
    older_than: OLDER = None,
    yes: YES = False,  # noqa: FBT002
) -> None:
    """Remove everything of a person, or what is old, for good: rows, poses, journals. What is left is searched."""
    from backstay.memory.forgetting import forget_before, forget_person
    from backstay.memory.people import require_person
    from backstay.memory.places import data_folder

    if not person and older_than is None:
        wrong_usage("history forget: name a person, or what is too old: --older-than 365.")
    with opened_store() as store:
        people = [require_person(store, person)] if person else list(store.find_people())
        what = "everything" if older_than is None else f"everything older than {older_than} days"
        if not people:
            typer.echo("Nobody is remembered here, so there is nothing to forget.")
            return
        names = ", ".join(each.name for each in people)
        if not yes:
            typer.confirm(f"Remove {what} of {names} for good? `backstay export archive` keeps a copy.", abort=True)
        for each in people:
            if older_than is None:
                forgotten = forget_person(store, data_folder(), each)
            else:
                moment = datetime.now(UTC) - timedelta(days=older_than)
                forgotten = forget_before(store, data_folder(), each, moment)
            for line in _in_words(each.name, forgotten):
                typer.echo(line)


def _in_words(name: str, forgotten: "Forgotten") -> list[str]:
    """Return what was removed, and whether anything is left, as lines."""
    rows = ", ".join(f"{count} {table}" for table, count in sorted(forgotten.rows.items())) or "no rows"
    lines = [f"{name}: removed {rows}; poses of {forgotten.recordings} sessions; {forgotten.journals} journals."]
    if forgotten.set_aside:
        lines.append(f"Removed as well, as they held the name or id: {', '.join(forgotten.set_aside)}.")
    if forgotten.searched_files:
        searched = f"Searched the {forgotten.searched_files} files left ({forgotten.searched_bytes / 1e6:.1f} MB)"
        if forgotten.traces:
            where = ", ".join(forgotten.traces)
            lines.append(
                f"{searched}: the name or id still occurs in {where}. All that was kept of {name} is gone; a short or "
                "ordinary word also occurs in what others said, and in what the program itself writes."
            )
        else:
            lines.append(f"{searched}: neither name nor id is in any of them.")
    return lines


@history_app.command("keep", epilog="Example: backstay history keep anna --poses-days 90")
def keep(
    person: Annotated[str, typer.Argument(help="Whose, by id or name.")] = "",
    poses_days: Annotated[int | None, typer.Option(min=1, max=36500, help="Forget poses older than this.")] = None,
    sessions_days: Annotated[
        int | None, typer.Option(min=1, max=36500, help="Forget sessions older than this.")
    ] = None,
    everything: Annotated[bool, typer.Option("--everything", help="Forget nothing by itself.")] = False,  # noqa: FBT002
) -> None:
    """Choose how long things are kept, or show the choice; what is older goes whenever the coach starts."""
    from backstay.memory.people import require_person
    from backstay.memory.retention import Retention, retention_of, with_retention

    given = Retention(poses_days=poses_days, sessions_days=sessions_days)
    if everything and given != Retention():
        wrong_usage("history keep: --everything keeps all; leave it out, or the days.")
    with opened_store() as store:
        found = require_person(store, person)
        if everything or given != Retention():
            found = with_retention(found, given)
            store.save_person(found)
    chosen = retention_of(found)
    for what, days in (("Poses", chosen.poses_days), ("Sessions and notes", chosen.sessions_days)):
        typer.echo(f"{what} of {found.name}: {'kept' if days is None else f'forgotten after {days} days'}.")


@history_app.command("reassess", epilog="Example: backstay history reassess anna")
def reassess(person: Annotated[str, typer.Argument(help="Whose, by id or name.")] = "") -> None:
    """Judge kept sessions by today's rules, and show what would change; nothing is changed."""
    from backstay.exercises.loading import library
    from backstay.memory.people import require_person
    from backstay.memory.places import data_folder, recordings_in
    from backstay.memory.reassessing import reassess as judge_anew
    from backstay.sessions.poses import frames_in, parts_in

    exercises = {each.id: each for each in library()}
    with opened_store() as store:
        found = require_person(store, person)
        sessions = store.find_sessions(found.id)
        poses = {each.id: recordings_in(data_folder()) / found.id / each.id for each in sessions}
        with_poses = [each for each in sessions if parts_in(poses[each.id])]
        for record in with_poses:
            typer.echo(f"{record.started_at.astimezone():%Y-%m-%d %H:%M}")
            for line in _changes_in_words(judge_anew(record, frames_in(poses[record.id]), exercises)):
                typer.echo(f"  {line}")
    without = len(sessions) - len(with_poses)
    typer.echo(
        f"{found.name}: {len(with_poses)} sessions judged anew, {without} have no kept poses. Nothing was changed."
    )


def _changes_in_words(found: "Reassessment") -> list[str]:
    """Return what would change in a session, a line each."""
    lines = [
        f"set {each.set_number} ({each.exercise}): {each.before} counted then, {each.after} would now"
        for each in found.counts
    ]
    for each in found.lines:
        then, now = _tally_in_words(each.before), _tally_in_words(each.after)
        lines.append(f"{each.exercise}, {each.criterion}: {then} then, {now} now")
    lines += [f"{each} does not exist any more; left as it is" for each in found.unknown]
    return lines or ["nothing would change"]


def _tally_in_words(verdicts: "Mapping[Verdict, int]") -> str:
    """Return how often each verdict was given."""
    return (
        ", ".join(f"{count} {verdict.value.replace('_', ' ')}" for verdict, count in sorted(verdicts.items())) or "none"
    )


def import_archive(
    archive: Annotated[Path, typer.Argument(help="What `backstay export archive` wrote.")],
    as_id: Annotated[str, typer.Option("--as", help="Another id for the person.")] = "",
) -> None:
    """Restore everything of a person from an archive; what is here already stays as it is."""
    from backstay.memory.archive import import_archive as restore
    from backstay.memory.places import data_folder

    with opened_store() as store:
        restored = restore(store, data_folder(), archive, as_id)
    added = ", ".join(f"{count} {kind}" for kind, count in restored.added.items()) or "nothing new"
    typer.echo(f"{restored.person.name} ({restored.person.id}): {added}; {restored.known} were here already.")
