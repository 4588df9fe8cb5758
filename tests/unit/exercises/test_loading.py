"""A definition loads, or one error names file, line and field of everything to mend and says what to write."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from backstay.errors import ExerciseError
from backstay.exercises.loading import LIBRARY, PRESCRIPTION, doubts_about, find_exercise, library, load_exercise
from backstay.exercises.plain_yaml import MAX_BYTES
from backstay.exercises.types import Exercise

HERE = Path(__file__).parent
FILE = Path("arm_raise.yaml")
SOUND = (HERE / FILE).read_text(encoding="utf-8")
MISTAKES = YAML(typ="safe").load(HERE / "mistakes.yaml")

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes a definition file into an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return lambda content, file=FILE: file.write_bytes(content.encode() if isinstance(content, str) else content)


def complaint(file: Path = FILE) -> str:
    """Return what is said about a file, its name left out of every line."""
    with pytest.raises(ExerciseError) as caught:
        load_exercise(file)
    lines = str(caught.value).splitlines()
    assert all(line.startswith((str(file), "...")) for line in lines)
    return "\n".join(line.removeprefix(str(file)) for line in lines)


def changed(old: str, new: str, text: str = SOUND) -> str:
    """Return a definition with one place changed."""
    assert text.count(old) == 1, f"{old!r} does not name one place"
    return text.replace(old, new)


def test_a_sound_definition_loads(write: Write) -> None:
    write(SOUND)
    exercise = load_exercise(FILE)
    assert isinstance(exercise, Exercise)
    assert [criterion.id for criterion in exercise.criteria] == ["overhead", "knees_straight", "slow_up"]
    assert exercise.criteria[0].not_met_below == 150.0


def test_a_byte_order_mark_and_windows_line_ends_are_read(write: Write) -> None:
    write(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert load_exercise(FILE).id == "arm_raise"


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        pytest.param(name, each, id=f"{name}-{mistake}")
        for name, mistakes in MISTAKES.items()
        for mistake, each in mistakes.items()
    ],
)
def test_a_mistake_is_named(write: Write, name: str, mistake: dict[str, str]) -> None:
    file = Path(f"{name}.yaml")
    write(changed(mistake["instead_of"], mistake["wrote"], (HERE / file).read_text(encoding="utf-8")), file)
    assert complaint(file) == mistake["says"]


@pytest.mark.parametrize("name", MISTAKES)
def test_without_the_mistake_there_is_nothing_to_say(name: str) -> None:
    assert load_exercise(HERE / f"{name}.yaml").id == name


TEXTS: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", ": is empty; begin with the fields id, version and title"),
    "only a comment": ("# soon\n", ": is empty; begin with the fields id, version and title"),
    "a list": ("- id: arm_raise\n", ":1: need fields such as 'id: arm_raise'; got a list"),
    "a text": ("arm raise\n", ":1: need fields such as 'id: arm_raise'; got text"),
    "a tab": ("dose:\n\tsets: 1\n", ":2: a tab; indent with spaces"),
    "a field twice": ("id: a\ntitle: b\nid: c\n", ":3: id is given twice; keep one"),
    "a colon in a text": (
        "id: a\nwhy: Remember: slowly\n",
        ":2: a colon where none can stand; indent this line like its neighbours, or put a text with a colon in quotes",
    ),
    "no space after the colon": (
        "id: a\nsteps:\n  - one\n  -two\nversion: 1\n",
        ":4: no colon; write 'field: value', or '- ' with a space before a list item",
    ),
    "an open bracket": (
        "id: a\nviews: [front\nversion: 1\n",
        ":2: a bracket is opened and not closed; close it with ]",
    ),
    "an open quote": ("id: a\ntitle: 'b\nversion: 1\n", ":2: a quote is opened and never closed"),
    "uneven lines": (
        "id: a\nsteps:\n   - one\n  - two\n",
        ":4: stands too far left or right; indent the lines of one list, or of one field, alike",
    ),
    "a special first letter": ("id: a\ntitle: @home\n", ":2: a text cannot begin with @; put it in quotes"),
    "a second document": ("id: a\n---\nid: b\n", ":2: a second document begins; one file holds one definition"),
    "an anchor": (
        "id: a\nviews: &v [front]\nother: *v\n",
        ":2: &v: anchors are not used here; write the value out each time",
    ),
    "an alias of nothing": (
        "id: a\nviews: *v\n",
        ":2: * begins an alias, which is not used here; put the text in quotes",
    ),
    "a tag": (
        "id: a\ntitle: !!python/name:os.system b\n",
        ":2: python/name:os.system: tags are not used here; write the value alone",
    ),
    "a list as a name": ("id: a\n? [b]\n: c\n", ":2: a field's name must be a word; got a list"),
    "two lines as a name": ('id: a\n"b\\nc": d\n', ":2: a field's name must be a word; got text"),
    "a control character": ('id: a\ntitle: "\\e[31mred"\n', ":2: holds the control character '\\x1b'; leave it out"),
    "half a character": ('id: a\ntitle: "\\ud800"\n', ":2: holds the control character '\\ud800'; leave it out"),
    "binary": (b"id: a\x00\x01", ": holds characters that are no text; save it as plain UTF-8 text"),
    "Latin 1": (b"id: a\nwhy: 90\xb0 \n", ":2: is not UTF-8 text; save the file with the encoding UTF-8"),
    "a thousand brackets": (
        "id: " + "[" * 1000 + "]" * 1000,
        ": brackets or lists nested too deeply; close each bracket",
    ),
    "twenty brackets": ("id: " + "[" * 20 + "]" * 20, ":1: nested too deeply; close each bracket"),
    "a megabyte": ("a" * 1_000_001, ": is larger than 100 kB; a definition is a page or two of YAML"),
}


@pytest.mark.parametrize(("content", "says"), TEXTS.values(), ids=TEXTS)
def test_what_is_no_plain_yaml_is_named(write: Write, content: str | bytes, says: str) -> None:
    write(content)
    assert complaint() == says


def test_every_mistake_is_named_in_the_order_of_the_file(write: Write) -> None:
    text = (
        changed("title: Arm raise\n", "")
        .replace("views: [front]", "views: [fornt]")
        .replace("source: own", "sources: own")
    )
    write(text)
    assert complaint().splitlines() == [
        ":1: title: is missing; add it: The exercise's name, as the person reads it.",
        ":1: source: is missing; add it: Where the exercise comes from.",
        ":20: counts_from: views[0]: need one of front, front_oblique, side, back; got 'fornt'",
        ":38: criteria[0] (overhead): views[0]: need one of front, front_oblique, side, back; got 'fornt'",
        ":62: sources: no such field; did you mean source?",
    ]


def test_more_than_ten_mistakes_are_counted(write: Write) -> None:
    write("title: a\n")
    lines = complaint().splitlines()
    assert len(lines) == 11
    assert lines[-1] == "... and 1 more"


@pytest.mark.parametrize("bytes_over", [0, 1])
def test_the_largest_file_is_read_and_no_larger_one(write: Write, bytes_over: int) -> None:
    write(SOUND + "#" * (MAX_BYTES + bytes_over - len(SOUND.encode())))
    if bytes_over:
        assert complaint().startswith(": is larger than")
    else:
        assert load_exercise(FILE).id == "arm_raise"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nobody.yaml"
    with pytest.raises(ExerciseError) as caught:
        load_exercise(path)
    assert str(caught.value) == f"{path}: no such file; check its name and folder"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError, match=r"cannot be read \(.+\); name a YAML file you may read"):
        load_exercise(tmp_path)


def test_an_id_finds_an_exercise_of_the_library() -> None:
    assert find_exercise("wall_angel") == load_exercise(LIBRARY / "wall_angel.yaml")


@pytest.mark.parametrize("name", ["arm_raise.yaml", "./arm_raise.yaml"])
def test_a_path_finds_an_own_exercise(write: Write, name: str) -> None:
    write(SOUND)
    assert find_exercise(name).title == "Arm raise"


UNKNOWN = {
    "nearly": ("wall_angle", "; did you mean wall_angel?"),
    "not at all": ("xyz", "; a file of your own is named with its ending .yaml"),
    "nothing": ("", "; a file of your own is named with its ending .yaml"),
}


@pytest.mark.parametrize(("name", "hint"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_id_is_answered_with_those_there_are(name: str, hint: str) -> None:
    ids = ", ".join(exercise.id for exercise in library())
    with pytest.raises(ExerciseError) as caught:
        find_exercise(name)
    assert str(caught.value) == f"no exercise is called {name!r}; there are {ids}{hint}"


def test_the_library_is_in_the_order_of_the_prescription() -> None:
    ids = [exercise.id for exercise in library()]
    prescribed = [name for name in PRESCRIPTION if name in ids]
    assert prescribed[0] == "wall_angel"
    assert ids == prescribed + sorted(set(ids) - set(prescribed))


DOUBTS = {
    "an error too small": (
        "not_met_below: 150\n    change_sd: 2.5",
        "not_met_below: 150\n    change_sd: 1",
        (
            ":38: criteria[0] (overhead): change_sd: "
            "1 is less than mean_shoulder_elevation_deg is wrong by; write 2.5 or more"
        ),
    ),
    "a view that judges nothing": (
        "best: front",
        "best: front_oblique",
        ":6: views: best: no line is judged from here; is front_oblique right?",
    ),
}


def test_a_sound_definition_leaves_no_doubt(write: Write) -> None:
    write(SOUND)
    assert doubts_about(FILE) == ()


@pytest.mark.parametrize(("old", "new", "says"), DOUBTS.values(), ids=DOUBTS)
def test_a_doubt_is_for_the_author(write: Write, old: str, new: str, says: str) -> None:
    write(changed(old, new).replace("[front, front_oblique, side, back]", "[front]"))
    assert doubts_about(FILE) == (f"{FILE}{says}",)


YAML_SIGNS = ("\t", "  ", "\n", ": ", "- ", "[", "}", "{a: b}", "&a", "*a", "!!int", "'", '"', "#", "|", "? ", "---\n")
VALUES = ("null", "true", "-1", "1e999", ".nan", "2020-13-45", "side", "left_knee_flexion_deg", "0x_", '"\\ud800"')
PIECES = st.sampled_from(YAML_SIGNS) | st.sampled_from(VALUES) | st.text(max_size=4)


@given(data=st.data())
def test_no_damage_to_a_file_raises_anything_else(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = SOUND
    for _ in range(data.draw(st.integers(1, 3))):
        begin = data.draw(st.integers(0, len(text)))
        end = min(len(text), begin + data.draw(st.integers(0, 40)))
        text = text[:begin] + data.draw(PIECES) + text[end:]
    path = tmp_path_factory.getbasetemp() / FILE
    path.write_bytes(text.encode(errors="surrogatepass"))
    with suppress(ExerciseError):
        assert load_exercise(path).id == path.stem
