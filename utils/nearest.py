"""Reading by resemblance, as chapter 1 does it: a memory of pictures, and a search for the nearest."""

import numpy as np


def nearest(images: np.ndarray, memory: np.ndarray) -> np.ndarray:
    """For each of the images (n, 28, 28), the number of the picture in `memory` (m, 28, 28) that is nearest to it.

    Near means: a small sum, over all pixels, of the squared differences. Both are in the same units, say 0 to 255.
    Returns (n,) whole numbers from 0 to m − 1. With an average for each digit as memory this is the nearest-mean rule;
    with examples it is the nearest-neighbour rule of Fix and Hodges (1951).
    Raises ValueError if the pictures differ in size, if there is none to choose from, or if a pixel is no number.
    """
    if len(memory) == 0 or np.shape(images)[1:] != np.shape(memory)[1:]:
        raise ValueError(
            f"images {np.shape(images)} and memory {np.shape(memory)}: both need pictures of one size, such as "
            "(n, 28, 28), and memory at least one"
        )
    x, w = (np.asarray(pictures, dtype=float).reshape(-1, memory[0].size) for pictures in (images, memory))
    if not (np.isfinite(x).all() and np.isfinite(w).all()):
        raise ValueError("a pixel is NaN or infinite; an average over no images at all would be, so look there")
    # (x − w)² = x² − 2·(x·w − w²/2), and x² is the same for every w: the largest bracket marks the nearest.
    # That is one matrix product, where subtracting each picture from each would need memory for all the differences.
    return (x @ w.T - (w**2).sum(axis=1) / 2).argmax(axis=1)
