"""Every file keeps the house rules that no linter has, and every such rule bites."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
FOLDERS = (".ci", "benchmarks", "client", "docs", "src", "tests")
NOT_OURS = {".git", "__pycache__", "node_modules", "dist", "build", "out"}
TEXT_SUFFIXES = {
    "",
    ".cfg",
    ".css",
    ".html",
    ".js",
    ".json",
    ".md",
    ".py",
    ".sh",
    ".toml",
    ".ts",
    ".txt",
    ".yaml",
    ".yml",
}

MAX_FUNCTION_LINES = 40
MAX_FILE_LINES = 400
MAX_FILE_BYTES = 500 * 1024

UNIT = re.compile(r"_(s|ms|px|m|mm|deg|rad|hz|fraction|per_s|per_min|mb|sd)$")
QUANTITIES = (
    "angle|azimuth|inclination|flexion|abduction|elevation|time|duration|length|width|height|distance|speed|velocity"
)
QUANTITY = re.compile(rf"(^|_)({QUANTITIES})(_|$)|^t$|^dt$")
NUMBER = re.compile(r"\b(float|int|NDArray|float32|float64)\b")

SAYS_NOTHING = re.compile(r"^_?(.*_)?(utils?|helpers?|common|core|base|managers?)$")

# Put together from pieces, or this file would break its own rules.
BRITISH = re.compile(r"\bprogramm" + r"es?\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
REGISTRY = re.compile(r"py" + r"pi\.org|python" + r"hosted\.org|npm" + r"js\.(org|com)|deb" + r"ian\.(org|net)")
MACHINE_PATH = re.compile(r"(?<![\w.}*)])/(w" + r"ork|r" + r"oot|h" + r"ome|t" + r"mp|U" + r"sers)/")
CLAIM = re.compile(
    r"\b(treat(s|ed|ing|ments?)?|cur(e|es|ed|ing)|reliev(e|es|ed|ing)|relief|diagnos(e|es|ed|is|ing)"
    r"|prevent(s|ed|ing|ion)?|damag(e|es|ed|ing)|pounds?|newtons?"
    r"|(bad|poor|wrong|incorrect|faulty) posture|wear and tear|breathing rate)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
DAMAGED_DATA = re.compile(r"\b(file|recording|journal|database|video|picture|frame)s?\b.*\bdamaged\b", re.IGNORECASE)


@dataclass(frozen=True)
class File:
    """A file of the project, or a sample that stands for one.

    Attributes:
        path: From the project's folder, with slashes.
        content: What is in it.
    """

    path: str
    content: bytes

    @cached_property
    def text(self) -> str:
        return self.content.decode()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


Rule = Callable[[File], Iterator[str]]


def long_functions(file: File) -> Iterator[str]:
    """A function has at most 40 lines without its docstring."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) else None
            spared = docstring.end_lineno - docstring.lineno + 1 if docstring else 0
            lines = node.end_lineno - node.lineno + 1 - spared
            if lines > MAX_FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {lines} lines; {MAX_FUNCTION_LINES} are allowed"


def long_files(file: File) -> Iterator[str]:
    """A source file has at most 400 lines."""
    lines = file.text.count("\n")
    if lines > MAX_FILE_LINES:
        yield f"has {lines} lines; {MAX_FILE_LINES} are allowed"


def heavy_files(file: File) -> Iterator[str]:
    """A file has at most 500 kB."""
    if len(file.content) > MAX_FILE_BYTES:
        yield f"has {len(file.content)} bytes; {MAX_FILE_BYTES} are allowed"


def unitless_names(file: File) -> Iterator[str]:
    """A number that is an angle, a time or a length carries its unit in its name."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            name, annotation = node.target.id, node.annotation
        elif isinstance(node, ast.arg) and node.annotation:
            name, annotation = node.arg, node.annotation
        else:
            continue
        if QUANTITY.search(name) and NUMBER.search(ast.unparse(annotation)) and not UNIT.search(name):
            yield f"{node.lineno}: {name} needs a unit at its end, such as _deg, _s, _px or _fraction"


def empty_names(file: File) -> Iterator[str]:
    """A file or folder is named after what it does."""
    for part in Path(file.path).with_suffix("").parts:
        if SAYS_NOTHING.match(part):
            yield f"{part!r} says nothing; what two rooms need belongs to the lower one"


def relative_imports(file: File) -> Iterator[str]:
    """Imports are absolute."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{node.lineno}: write from backstay.... in full"


def busy_inits(file: File) -> Iterator[str]:
    """A room's __init__.py holds one sentence and nothing else."""
    docstring = ast.get_docstring(file.tree) or ""
    if len(file.tree.body) != 1 or not re.fullmatch(r"[^.]+(\.\w[^.]*)*\.", docstring):
        yield "must hold one sentence as its docstring, and nothing else"


def missing_docstrings(file: File) -> Iterator[str]:
    """Every public module, class, function and method has a docstring."""
    if not ast.get_docstring(file.tree):
        yield "1: the module needs a docstring"
    classes = [node for node in file.tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    for node in [child for parent in (file.tree, *classes) for child in parent.body]:
        is_definition = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if is_definition and not node.name.startswith("_") and not ast.get_docstring(node):
            yield f"{node.lineno}: {node.name} needs a docstring"


def claims_in_strings(file: File) -> Iterator[str]:
    """What a person can read promises nothing medical; of docstrings they read the command line's, as help."""
    docstrings = set() if "cli" in file.path else {id(node.value) for node in ast.walk(file.tree) if is_bare_text(node)}
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from (f"{node.lineno}: {claim!r} is a claim" for claim in claims(node.value))


def is_bare_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def claims_in_page(file: File) -> Iterator[str]:
    """The page's texts promise nothing medical: what stands in quotes, or in HTML itself."""
    texts = [file.text] if file.path.endswith(".html") else [found[0] for found in QUOTED.finditer(file.text)]
    yield from (f"{claim!r} is a claim in: {text[:60]}" for text in texts for claim in claims(text))


def claims_in_content(file: File) -> Iterator[str]:
    """Exercises and programs promise nothing medical; the titles of their sources may."""
    for text in spoken(YAML(typ="safe").load(file.text)):
        yield from (f"{claim!r} is a claim in: {text}" for claim in claims(text))


def claims(text: str) -> list[str]:
    """Return the words that promise something medical; data may well be damaged."""
    return [found[0] for found in CLAIM.finditer(DAMAGED_DATA.sub("", text))]


def spoken(content: object) -> Iterator[str]:
    """Yield every text in a YAML tree except sources."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from spoken(None if "source" in str(key) else value)
    elif isinstance(content, list):
        for item in content:
            yield from spoken(item)
    elif isinstance(content, str):
        yield content


def matches(pattern: re.Pattern[str], says: str) -> Rule:
    """Return a rule that no line may match a pattern."""

    def rule(file: File) -> Iterator[str]:
        for number, line in enumerate(file.text.splitlines(), start=1):
            yield from (f"{number}: {found[0]!r} {says}" for found in pattern.finditer(line))

    return rule


TEXT = ("*",)
PYTHON = ("*.py",)
PACKAGE = ("src/backstay/*.py",)
VOICES = tuple(
    f"src/backstay/{room}*.py"
    for room in (
        *("cli/", "reports/", "planning/", "memory/", "sessions/", "coaching/", "web/", "batch/"),
        *("assessment/", "exercises/", "kinematics/"),
    )
)

RULES: dict[str, tuple[tuple[str, ...], Rule]] = {
    "functions are short": (PYTHON, long_functions),
    "files are short": ((*PYTHON, "client/*.ts"), long_files),
    "files are light": (TEXT, heavy_files),
    "quantities carry units": (PYTHON, unitless_names),
    "names say something": (PYTHON, empty_names),
    "imports are absolute": (PYTHON, relative_imports),
    "rooms open with one sentence": (("src/backstay/*__init__.py",), busy_inits),
    "public things are documented": (PACKAGE, missing_docstrings),
    "strings claim nothing": (VOICES, claims_in_strings),
    "content claims nothing": (("src/backstay/*.yaml",), claims_in_content),
    "the page claims nothing": (("client/src/*.ts", "client/src/*.html"), claims_in_page),
    "a program is a program": (TEXT, matches(BRITISH, "is spelled program here")),
    "work is finished": (PYTHON, matches(UNFINISHED, "belongs into an issue")),
    "no registry is named": (TEXT, matches(REGISTRY, "is a package registry's address")),
    "no machine is named": (TEXT, matches(MACHINE_PATH, "is a path on one machine")),
}
READS_BYTES = {heavy_files}


def complaints(files: list[File], name: str) -> list[str]:
    """Return what a rule has against these files."""
    patterns, rule = RULES[name]
    wanted = [file for file in files if any(fnmatch(file.path, pattern) for pattern in patterns)]
    readable = [file for file in wanted if rule in READS_BYTES or Path(file.path).suffix in TEXT_SUFFIXES]
    return [f"{file.path}: {complaint}" for file in readable for complaint in rule(file)]


@pytest.fixture(scope="module")
def project() -> list[File]:
    """Return every file of the project; what git ignores lies elsewhere, but for the weights."""
    found = [*ROOT.iterdir(), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    ours = [path for path in found if path.is_file() and not NOT_OURS & set(path.parts) and path.suffix != ".tflite"]
    return [File(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in ours]


@pytest.mark.parametrize("name", RULES)
def test_the_project_keeps_the_rule(name: str, project: list[File]) -> None:
    assert "\n".join(complaints(project, name)) == ""


def body(lines: int) -> str:
    return "\n".join(["    x = 1"] * lines)


OFFENDERS: dict[str, list[tuple[str, str]]] = {
    "functions are short": [("src/backstay/a.py", f'def f():\n    """Do."""\n{body(40)}')],
    "files are short": [("src/backstay/a.py", "\n" * 401), ("client/src/a.ts", "\n" * 401)],
    "files are light": [("tests/clip.mp4", "x" * (500 * 1024 + 1))],
    "quantities carry units": [
        ("src/backstay/a.py", "class A:\n    knee_angle: float"),
        ("src/backstay/a.py", "def f(duration: float): ..."),
        ("src/backstay/a.py", "def f(*, t: float): ..."),
        ("src/backstay/a.py", "image_height: int = 3"),
    ],
    "names say something": [
        ("src/backstay/pose/utils.py", ""),
        ("src/backstay/common/a.py", ""),
        ("tests/unit/pose_helpers.py", ""),
    ],
    "imports are absolute": [("src/backstay/a.py", "from . import b"), ("tests/a.py", "from ..b import c")],
    "rooms open with one sentence": [
        ("src/backstay/pose/__init__.py", '"""Poses. And more."""'),
        ("src/backstay/__init__.py", '"""Poses."""\nimport os'),
        ("src/backstay/media/__init__.py", ""),
    ],
    "public things are documented": [
        ("src/backstay/a.py", "x = 1"),
        ("src/backstay/a.py", '"""A."""\ndef f(): ...'),
        ("src/backstay/pose/a.py", '"""A."""\nclass A:\n    """A."""\n    def f(self): ...'),
    ],
    "strings claim nothing": [
        ("src/backstay/cli/a.py", 'def f():\n    """Relieves pain."""'),
        ("src/backstay/reports/a.py", 'X = f"{1} prevents stiffness"'),
        ("src/backstay/sessions/a.py", 'X = "Slouching damages discs."'),
        ("src/backstay/assessment/a.py", 'X = "A poor posture."'),
    ],
    "content claims nothing": [("src/backstay/exercises/library/a.yaml", "steps:\n  - {says: This treats your back.}")],
    "the page claims nothing": [
        ("client/src/a.ts", 'const SAYS = "This relieves pain.";'),
        ("client/src/draw/a.ts", "const says = `${count} newtons`;"),
        ("client/src/index.html", "<p>Bad posture</p>"),
    ],
    "a program is a program": [("docs/a.md", "Three program" + "mes.")],
    "work is finished": [("tests/a.py", "# TO" + "DO: more")],
    "no registry is named": [
        ("constraints.txt", "--index-url https://py" + "pi.org/simple"),
        ("package-lock.json", '"resolved": "https://registry.npm' + 'js.org/a.tgz"'),
    ],
    "no machine is named": [("Makefile", "cp /r" + "oot/a b"), ("docs/a.md", "see `/w" + "ork/a`")],
}

INNOCENT: dict[str, list[tuple[str, str]]] = {
    "functions are short": [("src/backstay/a.py", f'def f():\n    """Do.\n\n    More.\n    """\n{body(39)}')],
    "quantities carry units": [("src/backstay/a.py", "def f(knee_angle_deg: float, t_s: float, length: str): ...")],
    "names say something": [("src/backstay/pose/baseline.py", ""), ("tests/unit/commonness.py", "")],
    "rooms open with one sentence": [("src/backstay/a/__init__.py", '"""Pose -> Readings: landmarks, vectors."""')],
    "public things are documented": [
        ("src/backstay/a.py", '"""A."""\ndef f():\n    """F."""\n    def g(): ...'),
        ("src/backstay/a.py", '"""A."""\nclass _A:\n    def f(self): ...'),
    ],
    "strings claim nothing": [
        ("src/backstay/media/a.py", 'X = "This treats."'),
        ("src/backstay/sessions/a.py", 'def f():\n    """Prevent a division by zero."""'),
        ("src/backstay/reports/a.py", 'X = "The recording is damaged; cut, secured and curved."'),
    ],
    "content claims nothing": [("src/backstay/exercises/library/a.yaml", "source: Prevention of back pain, 2019")],
    "the page claims nothing": [("client/src/a.ts", 'event.preventDefault(); // cures nothing\nconst a = "Comfort";')],
    "a program is a program": [("docs/a.md", "A programmer programmed a program.")],
    "no machine is named": [("docs/a.md", "tests/tmp/a and https://example.org/home/a")],
}


def cases(samples: dict[str, list[tuple[str, str]]]) -> list[object]:
    return [
        pytest.param(name, File(path, text.encode()), id=f"{name}-{number}")
        for name, files in samples.items()
        for number, (path, text) in enumerate(files)
    ]


@pytest.mark.parametrize(("name", "file"), cases(OFFENDERS))
def test_the_rule_bites(name: str, file: File) -> None:
    assert len(complaints([file], name)) == 1


@pytest.mark.parametrize(("name", "file"), cases(INNOCENT))
def test_the_rule_spares_what_is_right(name: str, file: File) -> None:
    assert complaints([file], name) == []


def test_every_rule_is_shown_to_bite() -> None:
    assert set(OFFENDERS) == set(RULES)
