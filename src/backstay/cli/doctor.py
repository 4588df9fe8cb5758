"""`backstay doctor`: is everything in order on this machine?"""

import typer

from backstay.cli.usage import FAILED


def doctor() -> None:
    """Check this machine: Python, weights, runtime, video codecs, memory."""
    from backstay.diagnosis import examine

    findings = examine()
    for finding in findings:
        typer.echo(f"{'ok' if finding.is_good else 'not ok':>6}  {finding.name}: {finding.says}")
    if not all(finding.is_good for finding in findings):
        raise typer.Exit(FAILED)
