"""Numbers that come out of training: shown to the reader, and held to a tolerance by the regression test."""


def report(name: str, value: float, expected: float, within: float) -> None:
    """Print a number out of training beside what to expect of it.

    Training ends a little elsewhere on every processor, so the number stands behind a ≈ and nbval does not compare it
    (tests/nbval.cfg). It compares the rest of the line, and that changes when the number is further than `within`
    from `expected`, or is no number at all.
    """
    verdict = "within" if abs(value - expected) <= within else "OUTSIDE"
    shown = value if isinstance(value, int) else f"{value:.4f}"
    print(f"{name} ≈ {shown}, {verdict} {expected} ± {within}")
