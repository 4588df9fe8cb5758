"""Fuzz one target of `tests/fuzz/targets.py` by coverage: `python -m benchmarks.fuzz TARGET [--seconds 60]`.

Needs atheris, which is no dependency of the project: `pip install atheris`. Inputs that break something are written as
`crash-...` into the folder of `--out`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_BYTES = 20_000
TIMEOUT_S = 20


def main() -> None:
    """Fuzz until the time is over."""
    parser = argparse.ArgumentParser(description="Fuzz one target by coverage.")
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "fuzz")
    asked = parser.parse_args()
    import atheris  # type: ignore[import-not-found]

    sys.path.insert(0, str(ROOT / "tests"))
    with atheris.instrument_imports(include=["backstay"]):
        from fuzz.targets import TARGETS
    target = TARGETS[asked.target]
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, content in enumerate(target.seeds()):
            (Path(corpus) / f"seed{number}").write_bytes(content)
        options = [
            f"-max_total_time={asked.seconds}",
            f"-max_len={MOST_BYTES}",
            f"-timeout={TIMEOUT_S}",
            f"-artifact_prefix={asked.out}/",
            "-print_final_stats=1",
        ]
        atheris.Setup([sys.argv[0], *options, corpus], target.read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
