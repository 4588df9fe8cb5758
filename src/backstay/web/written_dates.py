"""Dates and times that are sent must be written as such."""


def written(value: object) -> object:
    """Refuse a date or time given as a number, which would pass for seconds since 1970; let everything else through.

    Example:
        >>> written("2026-03-02")
        '2026-03-02'
    """
    if "-" not in str(value)[1:]:
        raise ValueError("need a date as it is written, such as 2026-03-02")
    return value
