"""The figures of chapter 4 show the numbers that they are given."""

from utils import plots_layers

import numpy as np
import pytest
from matplotlib.patches import Rectangle


def test_every_enlarged_layer_is_labelled_and_one_scale_holds_for_all() -> None:
    networks = {"small": [(20, 20, 1), (10, 10, 8), (48,)], "large": [(200, 200, 3), (20, 20, 40), (2400,)]}
    (axis,) = plots_layers.draw_to_scale(networks).axes
    boxes = np.array([(patch.get_width(), patch.get_height()) for patch in axis.patches])
    small = np.array([(0.25, 20), (2, 10), (6, 2)])
    assert boxes[:3] == pytest.approx(small)
    assert boxes[3:5] == pytest.approx(plots_layers.ENLARGED * small[:2])
    assert boxes[5] == pytest.approx((6, plots_layers.ENLARGED * 2))  # all bars are as thick
    assert boxes[6:] == pytest.approx(np.array([(0.75, 200), (10, 20), (6, 100)]))
    labels = [text.get_text() for text in axis.texts]
    for shape in ("20×20\n×1", "10×10\n×8", "48\nunits", "200×200\n×3", "20×20\n×40", "2,400\nunits"):
        assert labels.count(shape) == 1
    assert all(isinstance(patch, Rectangle) for patch in axis.patches)
    ((_, corner, end),) = (line.get_xydata() for line in axis.lines)
    assert np.abs(axis.lines[0].get_xydata()[0] - corner).tolist() == [0, 100]  # as long as the bar of 2,400
    assert (end - corner).tolist() == [50, 0]  # 200 maps


def test_the_ill_stand_apart_and_nobody_is_marked_as_another_kind_is() -> None:
    (axis,) = plots_layers.show_people(9, 1, 99, 891).axes
    kinds = [marks for marks in axis.collections if len(marks.get_offsets()) > 1 or marks is axis.collections[2]]
    counts = [len(marks.get_offsets()) for marks in kinds]
    assert counts == [9, 1, 99, 891]
    found, missed, alarmed, calm = (marks.get_offsets() for marks in kinds)
    ill, healthy = np.concatenate([found, missed]), np.concatenate([alarmed, calm])
    assert healthy[:, 0].min() - ill[:, 0].max() >= 3  # columns
    assert len(np.unique(np.concatenate([ill, healthy]), axis=0)) == 1000  # nobody stands on another
    looks = {(tuple(marks.get_facecolor()[0]), marks.get_paths()[0].vertices.tobytes()) for marks in kinds}
    assert len(looks) == 4
    assert len({tuple(kinds[i].get_facecolor()[0]) for i in (1, 2)}) == 2  # missed and false alarm, in colour too
    assert len({kinds[i].get_paths()[0].vertices.tobytes() for i in (1, 2)}) == 2
