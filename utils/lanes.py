"""Cars on a road of three lanes, simulated: where each has been, and in which lane it is two seconds later.

A position is measured across the road, from its middle, in widths of a lane. So -1, 0 and 1 are the middles of the
left, the middle and the right lane, and the painted lines between them lie at -0.5 and 0.5. The lanes are numbered 0,
1, 2.
"""

import numpy as np

TICK = 0.2  # seconds from one observation to the next
SEEN = 10  # observations of a car, the last one now: what a forecast may use
AHEAD = 10  # ticks from now to the moment that is asked for
NOISE = 0.03  # standard deviation of an observed position: 10 cm, where a lane is 3.5 m wide


def simulate(cars: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Let cars drive past, each with a driver of its own. The same seed gives the same cars.

    Returns their paths, (cars, SEEN + AHEAD) positions, one a tick; the first SEEN of them as they are observed, with
    noise; and the lanes in which they end, (cars,). Every driver weaves a little. Seven of ten change to a neighbouring
    lane, and take 6.3 ± 2 seconds for it, as the commuters of Olsen et al. (2002) did; most of them begin before we
    look or are not through when we ask. Raises ValueError for fewer than one car.
    """
    if cars < 1:
        raise ValueError(f"A simulation needs at least one car; got {cars}.")
    rng = np.random.default_rng(seed)
    time = TICK * np.arange(1 - SEEN, AHEAD + 1)  # now is 0
    lane = rng.integers(-1, 2, (cars, 1))
    side = np.where(lane == 0, rng.choice([-1, 1], (cars, 1)), -lane)  # nobody leaves the road
    takes = rng.normal(6.3, 2, (cars, 1)).clip(3)
    begins = rng.uniform(time[0] - takes, time[-1])
    done = ((time - begins) / takes).clip(0, 1) * (rng.random((cars, 1)) < 0.7)
    waves = time / rng.uniform(5, 15, (cars, 1)) + rng.random((cars, 1))
    weaving = rng.uniform(0, 0.15, (cars, 1)) * np.sin(2 * np.pi * waves)
    paths = lane + side * (1 - np.cos(np.pi * done)) / 2 + weaving
    return paths, paths[:, :SEEN] + rng.normal(0, NOISE, (cars, SEEN)), nearest_lane(paths[:, -1])


def nearest_lane(position: np.ndarray) -> np.ndarray:
    """The lane, 0 to 2, in which a position lies; what lies beside the road counts for the lane next to it.

    Raises ValueError for a position that is NaN.
    """
    if np.isnan(position).any():
        raise ValueError("A position is NaN, and lies in no lane; every one must be a number.")
    return np.floor(position + 1.5).clip(0, 2).astype(int)


def stays(seen: np.ndarray) -> np.ndarray:
    """The simplest forecast, from observed positions (cars, SEEN): every car stays in its present lane."""
    return nearest_lane(seen[:, -1])


def goes_straight(seen: np.ndarray, ahead: float = AHEAD) -> np.ndarray:
    """The forecast by ruler: the straight line that fits the observed positions (cars, SEEN) best, `ahead` ticks on."""
    slope, now = np.polyfit(np.arange(1 - SEEN, 1), seen.T, 1)
    return nearest_lane(now + ahead * slope)
