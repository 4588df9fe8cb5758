"""The set-up fetches what is pinned and nothing else, checks every byte of it, and fetches nothing that is there."""

import hashlib
import json
import re
import shutil
import socket
import subprocess
import tomllib
from collections.abc import Callable
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

from backstay.pose.weights import SHA256

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAKEFILE = (ROOT / "Makefile").read_text()
PINNED = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<marker> ;.*)? \\\n(?P<hashes>(    --hash=.*\n)+)", re.MULTILINE
)


def wanted() -> list[Requirement]:
    project = PYPROJECT["project"]
    lists = [project["dependencies"], PYPROJECT["build-system"]["requires"], *project["optional-dependencies"].values()]
    found = [Requirement(text) for texts in lists for text in texts]
    return [requirement for requirement in found if requirement.name != "backstay"]


@pytest.fixture(scope="module")
def constraints() -> str:
    return (ROOT / "constraints.txt").read_text()


def test_constraints_hold_exact_hashed_versions_and_no_address(constraints: str) -> None:
    rest = re.sub(r"^#.*\n", "", PINNED.sub("", constraints), flags=re.MULTILINE)
    assert rest == ""
    assert "://" not in constraints
    hashes = "".join(found["hashes"] for found in PINNED.finditer(constraints))
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes.splitlines())


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_what_the_project_asks_for_is_pinned(requirement: Requirement, constraints: str) -> None:
    versions = {canonicalize_name(found["name"]): found["version"] for found in PINNED.finditer(constraints)}
    assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), "run `make constraints`"


def test_every_processor_and_system_can_install_the_runtime(constraints: str) -> None:
    hashes = {found["name"]: found["hashes"].count("--hash") for found in PINNED.finditer(constraints)}
    compiled = ("av", "numpy", "opencv-python-headless", "openvino", "pyarrow", "pydantic-core", "scipy")
    assert {name: hashes[name] for name in compiled if hashes[name] < 5} == {}


def test_the_npm_lock_is_exact_and_names_no_address() -> None:
    asked = json.loads((ROOT / "package.json").read_text())["dependencies"]
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert asked == {"@mediapipe/pose": lock["node_modules/@mediapipe/pose"]["version"]}
    assert {name: package["integrity"][:7] for name, package in lock.items() if name} == {
        "node_modules/@mediapipe/pose": "sha512-"
    }
    assert not [name for name, package in lock.items() if "resolved" in package]


def test_the_page_is_built_from_exact_versions_without_addresses() -> None:
    asked = json.loads((ROOT / "client/package.json").read_text())
    lock = json.loads((ROOT / "client/package-lock.json").read_text())["packages"]
    for name, version in {**asked["dependencies"], **asked["devDependencies"]}.items():
        assert lock[f"node_modules/{name}"]["version"] == version
    assert {package["integrity"][:7] for name, package in lock.items() if name} == {"sha512-"}
    assert not [name for name, package in lock.items() if "resolved" in package]


def test_the_page_is_built_again_only_when_its_sources_change(
    hook: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "client/src", tmp_path / "client/src")
    built = []

    def node(command: list[str], **_: object) -> None:
        built.append(command[0])
        (Path(command[1]) / "assets").mkdir(parents=True)

    monkeypatch.setattr(hook, "import_npm", lambda: lambda *_, **__: None)
    monkeypatch.setattr(hook, "import_node", lambda: node)
    hook.build_client(tmp_path)
    hook.build_client(tmp_path)
    assert built == ["build.mjs"]
    (tmp_path / "client/src/main.ts").write_text("changed")
    hook.build_client(tmp_path)
    assert built == ["build.mjs"] * 2


def test_the_build_and_the_program_expect_the_same_weights() -> None:
    assert json.loads((ROOT / "src/backstay/pose/weights/manifest.json").read_text()) == SHA256


FILES = {"pose_detection.tflite": b"detector", "pose_landmark_full.tflite": b"landmarks"}
IN_PACKAGE = {"pose_solution_packed_assets.data": b"detector", "pose_landmark_full.tflite": b"landmarks", "a.js": b""}


@pytest.fixture
def hook() -> ModuleType:
    """Return hatch_build.py as a module."""
    pytest.importorskip("hatchling")
    spec = util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project in miniature, its weights still missing."""
    folder = tmp_path / "src/backstay/pose/weights"
    folder.mkdir(parents=True)
    manifest = {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def npm_that_brings(package: dict[str, bytes]) -> Callable[..., object]:
    def npm(command: list[str], *, cwd: Path, **_: object) -> None:
        assert command[0] == "ci"
        assert (cwd / "package-lock.json").read_bytes() == (ROOT / "package-lock.json").read_bytes()
        for name, content in package.items():
            target = cwd / "node_modules/@mediapipe/pose" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    return npm


def weights_in(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "src/backstay/pose/weights").glob("pose_*")}


@pytest.mark.parametrize(
    "before",
    [
        pytest.param({}, id="all missing"),
        pytest.param({"pose_landmark_full.tflite": b"landmarks"}, id="one missing"),
        pytest.param({**FILES, "pose_detection.tflite": b"detecto"}, id="one cut short"),
    ],
)
def test_missing_and_damaged_weights_are_put_right(
    before: dict[str, bytes], hook: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in before.items():
        (project / hook.WEIGHTS / name).write_bytes(content)
    monkeypatch.setattr(hook, "import_npm", lambda: npm_that_brings(IN_PACKAGE))
    hook.fetch_missing(project)
    assert weights_in(project) == FILES


def test_nothing_is_fetched_when_all_weights_are_in_place(hook: ModuleType, project: Path) -> None:
    for name, content in FILES.items():
        (project / hook.WEIGHTS / name).write_bytes(content)
    (project / "package-lock.json").unlink()
    hook.fetch_missing(project)
    assert weights_in(project) == FILES


def test_other_bytes_than_the_manifest_names_are_refused(
    hook: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {**IN_PACKAGE, "pose_landmark_full.tflite": b"another release"}
    monkeypatch.setattr(hook, "import_npm", lambda: npm_that_brings(other))
    with pytest.raises(hook.WeightsError, match=r"pose_landmark_full\.tflite .* different releases"):
        hook.fetch_missing(project)
    assert "pose_landmark_full.tflite" not in weights_in(project)


@pytest.mark.parametrize(
    ("failure", "says"),
    [
        pytest.param(
            subprocess.CalledProcessError(1, "npm", stderr=b"npm error code EAI_AGAIN\nnpm error A complete log is in"),
            "npm said: code EAI_AGAIN.",
            id="unreachable",
        ),
        pytest.param(subprocess.CalledProcessError(1, "npm", stderr=b""), "npm said: nothing.", id="silent"),
        pytest.param(subprocess.TimeoutExpired("npm", 600), "npm said: no answer within 600 s.", id="no answer"),
    ],
)
def test_what_npm_cannot_fetch_is_said_with_what_to_do(
    failure: Exception, says: str, hook: ModuleType, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def npm(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(hook, "import_npm", lambda: npm)
    with pytest.raises(hook.WeightsError) as caught:
        hook.fetch_missing(project)
    assert str(caught.value).startswith("pose weights: npm could not fetch @mediapipe/pose. Connect to the internet")
    assert str(caught.value).endswith(says)


needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@needs_make
def test_an_old_python_is_refused_in_one_sentence(tmp_path: Path) -> None:
    ended = subprocess.run(
        ["make", "PYTHON=false", f"VENV={tmp_path}/venv", "demo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert ended.stderr.startswith("Backstay needs Python 3.11 or newer; false is not.")
    assert not (tmp_path / "venv").exists()


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ".ci/run"])
def test_every_make_command_that_is_spoken_of_exists(page: str) -> None:
    text = (ROOT / page).read_text()
    spoken = {
        *re.findall(r"`make ([a-z0-9-]+)", text),
        *re.findall(r"^(?:make|step) ([a-z0-9-]+)", text, flags=re.MULTILINE),
    }
    assert spoken - set(re.findall(r"^([a-z0-9-]+):", MAKEFILE, flags=re.MULTILINE)) == set()


def test_pre_commit_runs_what_make_check_runs() -> None:
    hooks = YAML(typ="safe").load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    entries = {hook["entry"].removeprefix(".venv/bin/") for hook in hooks}
    needs, recipe = re.search(r"^check: \$\(SET_UP\)(.*)##.*\n((?:\t.*\n)+)", MAKEFILE, flags=re.MULTILINE).groups()
    tools = {line.removeprefix("\t$(BIN)/") for line in recipe.splitlines()}
    assert tools | {f"make {need}" for need in needs.split()} <= entries


def test_a_test_cannot_reach_the_network() -> None:
    with socket.socket() as client, pytest.raises(AssertionError, match="reached for the network"):
        client.connect(("192.0.2.1", 80))


def test_a_test_can_reach_its_own_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
