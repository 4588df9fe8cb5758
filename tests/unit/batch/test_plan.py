"""A plan is read as it was meant, or every cell to mend is named by file, line and column."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.batch.places import Place
from backstay.batch.plan import MOST_COMPLAINTS, Entry, read_plan
from backstay.errors import ExerciseError, StoreError


def read(folder: Path, content: str | bytes) -> tuple[Entry, ...]:
    path = folder / "plan.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_plan(Place(str(path)))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            "path,exercise,side,paced,person\na.mp4,wall_angel,,,anna\nb.mp4,hip_flexor_stretch,left,,bea\n"
            'c.mp4,abdominal_brace,,"2-12, 17.5-27.5",\n',
            id="commas",
        ),
        pytest.param(
            "\ufeffPath; Exercise;side;paced;person\r\na.mp4;wall_angel;;;anna\r\n"
            "b.mp4;hip_flexor_stretch;left;;bea\r\n\r\n"
            "c.mp4;abdominal_brace;;2-12,17.5-27.5;\r\n",
            id="as-a-spreadsheet-saves-it",
        ),
    ],
)
def test_a_plan_is_read(tmp_path: Path, content: str) -> None:
    entries = read(tmp_path, content)
    assert [(each.path, each.exercise.id, each.side, each.paced, each.person) for each in entries] == [
        ("a.mp4", "wall_angel", None, (), "anna"),
        ("b.mp4", "hip_flexor_stretch", "left", (), "bea"),
        ("c.mp4", "abdominal_brace", None, ((2.0, 12.0), (17.5, 27.5)), ""),
    ]


HEAD = "path,exercise,side,paced,person\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("", "line 1: the column path is missing", id="empty"),
        pytest.param("path\na.mp4\n", "line 1: the column exercise is missing", id="column-missing"),
        pytest.param("path,exercise,sid\n", "line 1, column sid: not known; did you mean side?", id="column-unknown"),
        pytest.param("path,exercise,path\n", "line 1, column path: stands there 2 times", id="column-twice"),
        pytest.param(HEAD, "line 2: no video is named", id="no-video"),
        pytest.param(HEAD + ",wall_angel\n", "line 2, column path: empty", id="no-path"),
        pytest.param(HEAD + "a.mp4,\n", "line 2, column exercise: empty", id="no-exercise"),
        pytest.param(HEAD + "a.mp4,wall_angle\n", "did you mean wall_angel?", id="exercise-unknown"),
        pytest.param(HEAD + "a.mp4,wall_angel,left\n", "line 2, column side: Wall angel works both", id="side-of-both"),
        pytest.param(HEAD + "a.mp4,hip_flexor_stretch,up\n", "line 2, column side: 'up'; write left", id="side"),
        pytest.param(HEAD + "a.mp4,wall_angel,,1-2\n", "line 2, column paced: Wall angel is not paced", id="not-paced"),
        pytest.param(HEAD + "a.mp4,abdominal_brace,,2-1\n", "line 2, column paced: 2-1 is no hold", id="paced"),
        pytest.param(HEAD + "a.mp4,abdominal_brace,,1-2,3-4,x\n", "more cells than columns", id="cells"),
        pytest.param(
            HEAD + "a,wall_angel\na,wall_angel\n", "line 3, column path: a with wall_angel stands in", id="twice"
        ),
        pytest.param("path,exercise\n\xe4.mp4,wall_angel\n".encode("latin-1"), "not text in UTF-8", id="latin-1"),
        pytest.param(HEAD + "a\0.mp4,wall_angel\n" * 2, "stands in line", id="nul"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_column(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(ExerciseError) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith(f"{tmp_path}/plan.csv: ")
    assert says in str(caught.value)


def test_a_plan_full_of_mistakes_names_the_first_and_counts_the_others(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError) as caught:
        read(tmp_path, HEAD + "a.mp4,nonsense\n" * 50)
    lines = str(caught.value).splitlines()
    assert len(lines) == MOST_COMPLAINTS + 1
    assert lines[-1].endswith("and 30 more")


def test_a_plan_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere\.csv: cannot be read"):
        read_plan(Place(str(tmp_path / "nowhere.csv")))


WORDS = st.sampled_from(
    ["path", "exercise", "a.mp4", "wall_angel", "left", "1-2", '"', ",", ";", "\n", "\r", "\0", " "]
)


@given(st.one_of(st.binary(max_size=200), st.lists(WORDS, max_size=40).map(lambda words: "".join(words).encode())))
def test_no_bytes_whatever_bring_anything_but_lines_or_a_sentence(tmp_path_factory, content: bytes) -> None:
    complaint = ""
    try:
        entries = read(tmp_path_factory.getbasetemp(), HEAD.encode() + content)
    except ExerciseError as error:
        entries, complaint = (), str(error)
    assert bool(entries) != ("plan.csv: " in complaint)
