"""Wilson's interval, against its definition: the true shares that are not too far from the one counted."""

import math

from utils.intervals import wilson

import pytest


def farthest(right: int, of: int, end: float) -> float:
    """By halving: the share farthest towards `end` that is within 1.96 of its own standard deviations of the count."""
    inside, outside = right / of, end
    for _ in range(100):
        middle = (inside + outside) / 2
        near = abs(right / of - middle) <= 1.96 * math.sqrt(middle * (1 - middle) / of)
        inside, outside = (middle, outside) if near else (inside, middle)
    return inside


@pytest.mark.parametrize(("right", "of"), [(9877, 10_000), (9887, 10_000), (1, 3), (50, 100), (4939, 5000)])
def test_the_ends_are_as_far_as_the_definition_lets_them(right: int, of: int) -> None:
    low, high = wilson(right, of)
    assert low == pytest.approx(farthest(right, of, 0), abs=1e-9)
    assert high == pytest.approx(farthest(right, of, 1), abs=1e-9)


def test_all_right_is_not_certainty() -> None:
    low, high = wilson(20, 20)
    assert high == pytest.approx(1)
    assert low == pytest.approx(20 / (20 + 1.96**2))
    assert wilson(0, 20) == pytest.approx((1 - high, 1 - low))


def test_it_holds_the_true_share_in_95_of_100_samples() -> None:
    """Exactly, by the binomial distribution, for a network that reads 98 % and is asked 1,000 times."""
    of, share = 1000, 0.98
    held = [right for right in range(of + 1) if wilson(right, of)[0] <= share <= wilson(right, of)[1]]
    chance = sum(math.comb(of, right) * share**right * (1 - share) ** (of - right) for right in held)
    assert 0.94 < chance < 0.97


@pytest.mark.parametrize(("right", "of"), [(11, 10), (-1, 10), (0, 0)])
def test_what_is_no_count_is_refused(right: int, of: int) -> None:
    with pytest.raises(ValueError, match="of which 0 to all are right"):
        wilson(right, of)
