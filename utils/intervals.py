"""How far a share that was counted may be from the share that one wants to know."""

import math


def wilson(right: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of Wilson (1927) for a share, of which `right` of `of` examples were counted.

    It holds every true share that is at most `z` of its standard deviations from the one counted: with 1.96, in the
    long run 95 of 100 such intervals hold the true one. Raises ValueError if `right` is not between 0 and `of`.
    """
    if not 0 <= right <= of or of == 0:
        raise ValueError(f"Expected some examples, of which 0 to all are right; got {right} of {of}.")
    share = right / of
    middle = (share + z**2 / (2 * of)) / (1 + z**2 / of)
    half = z / (1 + z**2 / of) * math.sqrt(share * (1 - share) / of + z**2 / (4 * of**2))
    return middle - half, middle + half
