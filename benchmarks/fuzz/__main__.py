"""Fuzz one target of `tests/fuzz/targets.py`: `python -m benchmarks.fuzz TARGET [--seconds 60] [--by coverage]`.

By chance, what the target reads well is changed here and there. By coverage needs atheris, which is no dependency of
the project: `pip install atheris`. Inputs that break something are written as `crash-...` into the folder of `--out`.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
MOST_BYTES = 20_000
TIMEOUT_S = 20
READS = [
    "backstay.media",
    "backstay.exercises",
    "backstay.batch.plan",
    "backstay.sessions.recordings",
    "backstay.sessions.references",
    "backstay.web",
]
"""What is watched for coverage: the doors."""


def main() -> None:
    """Fuzz until the time is over."""
    parser = argparse.ArgumentParser(description="Fuzz one target.")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--by", choices=["chance", "coverage"], default="chance")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "fuzz")
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT / "tests"))
    asked.out.mkdir(parents=True, exist_ok=True)
    by = by_chance if asked.by == "chance" else by_coverage
    by(asked.target, asked.seconds, asked.out)


def by_chance(name: str, seconds: int, out: Path) -> None:
    """Change seeds at random; say how often, and what broke."""
    from fuzz.targets import TARGETS

    target, random = TARGETS[name], np.random.default_rng(time.time_ns())
    seeds, broken, number, until_s = target.seeds(), 0, 0, time.monotonic() + seconds
    while time.monotonic() < until_s:
        content = changed(seeds[number % len(seeds)], random)
        number += 1
        (out / f"now-{name}").write_bytes(content)  # Left behind by what ends the whole process.
        try:
            target.read(content)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            broken += 1
            (out / f"crash-{name}-{number}").write_bytes(content)
            print(f"{name}: {type(error).__name__}: {str(error)[:300]}")
    print(f"{name}: {number} inputs in {seconds} s, {broken} broke something")


def changed(content: bytes, random: np.random.Generator) -> bytes:
    """Return bytes with some of them changed, most often at the beginning; one time in eight cut off too."""
    mutable = np.frombuffer(content, np.uint8).copy()
    reach = len(mutable) if random.integers(2) else min(len(mutable), 400)
    places = random.integers(0, reach, random.integers(1, 12))
    mutable[places] = random.choice([0, 1, 127, 128, 255, *random.integers(0, 256, 20)], len(places)).astype(np.uint8)
    return mutable.tobytes()[: random.integers(1, len(mutable)) if random.integers(8) == 0 else None]


def by_coverage(name: str, seconds: int, out: Path) -> None:
    """Let atheris look for inputs that reach what none has reached."""
    import atheris  # type: ignore[import-not-found]

    with atheris.instrument_imports(include=READS):
        from fuzz.targets import TARGETS
    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as corpus:
        for number, content in enumerate(target.seeds()):
            (Path(corpus) / f"seed{number}").write_bytes(content)
        options = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", f"-timeout={TIMEOUT_S}"]
        atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={out}/", corpus], target.read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
