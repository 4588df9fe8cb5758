"""Measure Backstay from the command line: `python -m benchmarks accuracy|robustness`."""

import argparse
from pathlib import Path

from benchmarks.accuracy.clips import ROOT, SHIPPED

DOCS = ROOT / "docs"


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(required=True)
    _add_accuracy(commands.add_parser("accuracy", help="score clips whose truth is known"))
    _add_robustness(commands.add_parser("robustness", help="make the clips worse and score them again"))
    asked = parser.parse_args()
    asked.run(asked)


def _add_accuracy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", nargs="*", type=Path, help="folders of clips with truth")
    _add_usual(parser, _accuracy)


def _add_robustness(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("data", nargs="?", type=Path, default=SHIPPED, help="folder of clips with truth")
    parser.add_argument(
        "--only",
        nargs="+",
        default=(),
        help="degradations by name; the page names the others",
    )
    _add_usual(parser, _robustness)


def _add_usual(parser: argparse.ArgumentParser, run: object) -> None:
    parser.add_argument("--out", type=Path, default=DOCS, help="folder of the page")
    parser.add_argument("--model", default="full", choices=("lite", "full", "heavy"))
    parser.set_defaults(run=run)


# Each command loads only what it needs: drawing is an extra.
def _accuracy(asked: argparse.Namespace) -> None:
    from benchmarks.accuracy.report import report_accuracy

    report_accuracy(asked.data, asked.out, asked.model)


def _robustness(asked: argparse.Namespace) -> None:
    from benchmarks.robustness.report import report_robustness

    report_robustness(asked.data, asked.out, asked.only)


if __name__ == "__main__":
    main()
