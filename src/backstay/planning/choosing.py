"""Which program somebody follows: one that ships, or one that was imported and is kept as it was written."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from backstay.errors import ExerciseError, StoreError
from backstay.exercises.program_types import Program
from backstay.exercises.programs import find_program, parse_program, program_ids
from backstay.memory.store import Store
from backstay.memory.types import ProgramRecord

PRESCRIPTION = "prescription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """An imported program that no longer loads.

    Attributes:
        id: Its id.
        version: Its version.
        complaints: A sentence for everything to mend.
    """

    id: str
    version: int
    complaints: tuple[str, ...]


def followed_by(store: Store, person: str) -> tuple[Program, str]:
    """Return the program that somebody follows, or the prescription in its place, and then why, as a sentence.

    Raises:
        StoreError: Nobody is called so.
    """
    try:
        return program_of(store, person), ""
    except ExerciseError as error:
        found = store.find_person(person)
        named = "" if found is None else f" {found.program}"
        first, *more = str(error).splitlines()
        others = f" (and {len(more)} more)" if more else ""
        instead = find_program(PRESCRIPTION)
        says = f"Your program{named} cannot be used: {first.rstrip('.')}{others}. {instead.title} is followed instead."
        return instead, f'{says} Import a mended file, or choose another program, under "My program".'


def program_of(store: Store, person: str) -> Program:
    """Return the program that somebody follows.

    Raises:
        StoreError: Nobody is called so.
        ExerciseError: The program was imported by a Backstay that knew other exercises, or is gone.
    """
    found = store.find_person(person)
    if found is None:
        raise StoreError(f"nobody here is called {person!r}. `backstay people list` shows everybody.")
    return find_for(store, person, found.program)


def find_for(store: Store, person: str, program: str) -> Program:
    """Return a program by its id: the newest version that was imported, or one that ships.

    Raises:
        ExerciseError: There is no such program.
    """
    records = [each for each in store.find(person, ProgramRecord) if each.program == program]
    return _parsed(records[-1]) if records else find_program(program)


def programs_of(store: Store, person: str) -> tuple[Program, ...]:
    """Return the programs somebody can choose from: those that ship, then the newest version of each imported one.

    One that no longer loads is left out.
    """
    shipped = [find_program(each) for each in program_ids()]
    imported: dict[str, Program] = {}
    for record in store.find(person, ProgramRecord):
        try:
            imported[record.program] = _parsed(record)
        except ExerciseError:
            imported.pop(record.program, None)
    return (*shipped, *imported.values())


def unusable_of(store: Store, person: str) -> tuple[Unusable, ...]:
    """Return the imported programs of which the newest version no longer loads."""
    newest = {record.program: record for record in store.find(person, ProgramRecord)}
    found = []
    for record in newest.values():
        try:
            _parsed(record)
        except ExerciseError as error:
            complaints = tuple(str(error).splitlines())
            found.append(Unusable(id=record.program, version=record.version, complaints=complaints))
    return tuple(found)


def choose_program(store: Store, person: str, program: str) -> Program:
    """Let somebody follow a program that ships or was imported before, and return it.

    Raises:
        StoreError: Nobody is called so.
        ExerciseError: There is no such program.
    """
    chosen = find_for(store, person, program)
    _follow(store, person, chosen.id)
    return chosen


def import_program(store: Store, person: str, record: ProgramRecord) -> Program:
    """Keep a program's text as a version, let somebody follow it, and return it.

    Args:
        store: Where it is kept.
        person: Whose it is.
        record: As `record_of` makes it.

    Raises:
        StoreError: It cannot be kept.
        ExerciseError: The text defines no program.
    """
    program = _parsed(record)
    store.save(person, record)
    _follow(store, person, program.id)
    return program


def record_of(text: str, source: str, at: datetime) -> ProgramRecord:
    """Return a text as the version of a program.

    Args:
        text: YAML.
        source: The file it comes from, for messages.
        at: Now, aware.

    Raises:
        ExerciseError: With a line for everything to mend; or it has the name of a program that ships.
    """
    path = Path(source)
    program = parse_program(text, path)
    if program.id in program_ids():
        raise ExerciseError(f"{path}: id: {program.id} is the name of a program that ships; give yours another one")
    return ProgramRecord(at=at, program=program.id, version=program.version, text=text, source=path.name)


def _parsed(record: ProgramRecord) -> Program:
    """Return the program of a kept version."""
    return parse_program(record.text, Path(record.source))


def _follow(store: Store, person: str, program: str) -> None:
    """Let somebody follow a program from now on."""
    found = store.find_person(person)
    if found is None:
        raise StoreError(f"nobody here is called {person!r}. `backstay people list` shows everybody.")
    store.save_person(replace(found, program=program))
