"""The part of the accuracy page that says what bad pictures change."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from benchmarks.accuracy.clips import clips_in
from benchmarks.accuracy.report import PAGE
from benchmarks.page import replace_part
from benchmarks.robustness.comparing import Change, compare, compare_wrong_exercises
from benchmarks.robustness.degradations import DEGRADATIONS

PART = "robustness"
BY_CLIP_SAYS = (
    "Repetitions counted of those done, or the error of each hold without a fault; faults found/missed/abstained from; "
    "and, with an exclamation mark, false alarms. A hold that is not among the signs was not found, or had a fault."
)


def report_robustness(data: Path, docs: Path, only: Collection[str]) -> None:
    """Degrade every clip in every way; print what changed, and write it into the accuracy page.

    Args:
        data: Folder of clips with truth.
        docs: Folder of the page.
        only: Ids of the wanted degradations; all of them when empty. The page then says which were left out.
    """
    clips = clips_in(data)
    others = [*clips[1:], *clips[:1]]
    says, changes = {}, []
    for degradation in DEGRADATIONS:
        if only and degradation.id not in only:
            continue
        says[degradation.id] = degradation.says
        for clip, other in zip(clips, others, strict=True):
            changes.append(_told(compare(clip, degradation, other)))
    wrong = [_told(change) for clip in clips for change in compare_wrong_exercises(clip)]
    replace_part(docs / PAGE, PART, _part(changes, wrong, says))


def _told(change: Change) -> Change:
    """Print a change as it comes, for it takes long, and return it."""
    print(
        f"{change.degradation} {change.clip}: count off {change.off_before:+d} -> {change.off_after:+d}, "
        f"held {change.held_before_s:.1f} -> {change.held_after_s:.1f} s, "
        f"abstained {change.abstained_before} -> {change.abstained_after}, "
        f"notices {', '.join(change.notices) or 'none'}; {'; '.join(change.failures) or 'ok'}",
        flush=True,
    )
    return change


def _part(changes: Sequence[Change], wrong: Sequence[Change], says: dict[str, str]) -> Iterator[str]:
    """Yield the tables."""
    clips = sorted({f"`{change.clip}`" for change in changes})
    left_out = [f"`{each.id}`" for each in DEGRADATIONS if each.id not in says]
    yield from ("## Robustness", "", f"Clips: {', '.join(clips)}.", "")
    if left_out:
        yield from (f"Left out of this run: {', '.join(left_out)}.", "")
    yield "| Made worse by | Counts off | Held (s) | New false alarms | Faults newly called met | Abstained | Notices |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name, meaning in says.items():
        yield _row(f"`{name}`: {meaning}", [change for change in changes if change.degradation == name])
    yield from _by_clip(changes, says)
    yield from ("", "### The wrong exercise", "")
    yield "| Held against | Clips | Counted | Held (s) | Notices |"
    yield "| --- | --- | --- | --- | --- |"
    for name in sorted({change.degradation for change in wrong}):
        mine = [change for change in wrong if change.degradation == name]
        counted, held_s = sum(each.off_after for each in mine), sum(each.held_after_s for each in mine)
        yield f"| {name.split()[-1]} | {len(mine)} | {counted} | {held_s:.1f} | {_notices(mine)} |"
    yield from ("", "### What fails", "")
    failed = [each for each in (*changes, *wrong) if each.failures]
    yield from (f"- `{each.clip}`, {each.degradation}: {'; '.join(each.failures)}." for each in failed)
    if not failed:
        yield "Nothing."


def _by_clip(changes: Sequence[Change], says: Collection[str]) -> Iterator[str]:
    """Yield every degradation of every clip: count or error of the holds, faults, false alarms."""
    clips = sorted({change.clip for change in changes})
    after = {(change.degradation, change.clip): change.after for change in changes}
    yield from ("", "### Every clip", "", BY_CLIP_SAYS, "")
    yield f"| Made worse by | {' | '.join(f'`{clip}`' for clip in clips)} |"
    yield f"| --- {'| --- ' * len(clips)}|"
    yield from (f"| `{way}` | {' | '.join(after.get((way, clip), 'not run') for clip in clips)} |" for way in says)


def _row(name: str, changes: Sequence[Change]) -> str:
    """Return one degradation over all clips."""
    off = sum(each.off_after != each.off_before for each in changes)
    before_s, after_s = sum(each.held_before_s for each in changes), sum(each.held_after_s for each in changes)
    abstained = f"{sum(each.abstained_before for each in changes)} → {sum(each.abstained_after for each in changes)}"
    alarms, overlooked = sum(len(each.alarms) for each in changes), sum(len(each.overlooked) for each in changes)
    cells = (name, f"{off} of {len(changes)}", f"{before_s:.1f} → {after_s:.1f}", alarms, overlooked, abstained)
    return f"| {' | '.join(map(str, cells))} | {_notices(changes)} |"


def _notices(changes: Sequence[Change]) -> str:
    return ", ".join(sorted({code for each in changes for code in each.notices})) or "none"
