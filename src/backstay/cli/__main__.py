"""`python -m backstay.cli` is `backstay`."""

from backstay.cli.program import main

main()
