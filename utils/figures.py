"""The live figures: in Jupyter this Python answers them, in the built page their own JavaScript does.

A figure is one script in `static/` that draws it and, for the page, answers it. Here its Python half: the same script
handed to anywidget, the traits that both halves share, and a placeholder by which the page finds the figure.
"""

import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from utils.ink import normalise
from utils.mlp import MLP
from utils.models import SURE, evidence, sureness
from utils.quizzes import Question

import anywidget
import keras
import numpy as np
import traitlets

STATIC = Path(__file__).parent / "static"
CANVAS = 280  # of the pad's canvas, in pixels


def _module(figure: str, *needs: str) -> str:
    """The figure's classic scripts, what it needs before it, as the one ES module that anywidget asks for."""
    scripts = [(STATIC / f"{name}.js").read_text(encoding="utf-8") for name in ("live", *needs, figure)]
    return "\n".join([*scripts, f'export default {{ render: live.figures["{figure}"].render }};'])


class LiveFigure(anywidget.AnyWidget):
    """What the live figures share: how a stored notebook and the built page show them.

    A subclass names its script in `figure`, and completes in `description` the sentence "A live figure: …" for readers
    without JavaScript. The traits listed in `options` are how one figure differs from another of its kind; the page
    gets them with the placeholder.
    """

    figure: str
    description: str
    options: tuple[str, ...] = ()
    _css = (STATIC / "live.css").read_text(encoding="utf-8")

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        bundle = super()._repr_mimebundle_(**kwargs)
        if bundle is not None:
            bundle[0]["text/html"] = self._placeholder()
        return bundle

    def _placeholder(self) -> str:
        """The HTML by which the built page finds the figure. Raises ValueError for an option that is not finite."""
        options = {name: getattr(self, name) for name in self.options}
        try:
            given = html.escape(json.dumps(options, ensure_ascii=False, allow_nan=False))
        except ValueError:
            raise ValueError(f"{self!r} holds NaN or infinity; on a page every number must be finite.") from None
        return f'<div data-figure="{self.figure}" data-options="{given}">{self._without_javascript()}</div>'

    def _without_javascript(self) -> str:
        """What stands in the placeholder until the figure does."""
        return f"<p>A live figure: {html.escape(self.description)}. It needs JavaScript.</p>"

    def __repr__(self) -> str:  # anywidget's own holds a memory address, which nbval would compare
        return f"{type(self).__name__}()"


class PerceptronPlane(LiveFigure):
    """A perceptron's line among the corners of a gate, moved by hand or step by step by the learning rule.

    It starts with the gate AND, OR, NAND or XOR, the weights (w0, w1, w2) and the learning rate `rate`, above 0 and at
    most 1. All three follow what the reader does with the figure.
    """

    figure = "perceptron-plane"
    description = "a perceptron's line in the plane, moved by hand or by the learning rule"
    options = ("gate", "weights", "rate")
    _esm = _module("perceptron-plane", "perceptron")

    gate = traitlets.Enum(["AND", "OR", "NAND", "XOR"], default_value="AND").tag(sync=True)
    weights = traitlets.Tuple(*3 * [traitlets.Float()], default_value=(0.8, -1.0, -1.0)).tag(sync=True)
    rate = traitlets.Float(0.2, min=1e-9, max=1.0).tag(sync=True)


class Activation(LiveFigure):
    """One unit with one input, y = φ(w·x + b): its curve, its slope, and the tangent at a point that the reader moves.

    It starts with the function φ, "step", "sigmoid", "tanh" or "relu", with weight w and bias b from -5 to 5, and with
    the input x from -6 to 6. All four follow what the reader does with the figure.
    """

    figure = "activation"
    description = "a unit's output and its slope, under weight, bias and activation function of your choice"
    options = ("activation", "w", "b", "x")
    _esm = _module("activation", "unit")

    activation = traitlets.Enum(["step", "sigmoid", "tanh", "relu"], default_value="sigmoid").tag(sync=True)
    w = traitlets.Float(1.0, min=-5, max=5).tag(sync=True)
    b = traitlets.Float(0.0, min=-5, max=5).tag(sync=True)
    x = traitlets.Float(2.0, min=-6, max=6).tag(sync=True)


class DigitPad(LiveFigure):
    """A canvas to draw a digit on, read by `model` after every stroke.

    `model` takes float32 (n, 28, 28, 1), 0 for paper and 1 for ink, to (n, 10) probabilities. The pad reads a digit
    when its probability is more than `SURE`, and says "?" otherwise. A network that can tell its evidence, as the
    recogniser can, may also find that a drawing is no digit; the ten probabilities then sum to less than 1.
    Raises ValueError for a network with another number of outputs.
    """

    figure = "digit-pad"
    description = "a canvas to draw a digit on, which the network reads"
    _esm = _module("digit-pad", "ink", "drawing", "examples")

    # The opacity of the ink, row by row: CANVAS × CANVAS bytes, 0 for paper. The front end sends a memoryview, which
    # traitlets.Bytes would silently reject.
    canvas = traitlets.Bytes(bytes(CANVAS * CANVAS)).tag(sync=True, from_json=lambda value, _: bytes(value))
    # The number of the question that the front end asks about the canvas, given back with the answer.
    question = traitlets.Int().tag(sync=True)
    # The digit read ("" for an empty canvas, "?" when unsure), the ten probabilities, that of "none" (None if the
    # network has no such answer), SURE, and the 784 pixels of the picture; or, under "error", what went wrong.
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, model: keras.Model) -> None:
        if model.output_shape[-1] != 10:
            raise ValueError(f"The pad needs a network with 10 outputs, one a digit, not {model.output_shape[-1]}.")
        super().__init__()
        self._declines = any(layer.name == "evidence" for layer in model.layers)
        if self._declines:
            tells = evidence(model)
            self._probabilities = lambda pictures: sureness(np.asarray(tells(pictures)))
        else:
            self._probabilities = lambda pictures: np.asarray(model(pictures))

    @traitlets.observe("question")
    def _read(self, change: traitlets.Bunch) -> None:
        try:
            answer = self._ask(np.frombuffer(self.canvas, dtype=np.uint8).reshape(CANVAS, CANVAS))
        except Exception as error:  # whatever it is, the reader in front of the canvas must see it
            answer = {"error": f"The network could not answer: {error}"}
        self.answer = {"question": change.new} | answer

    def _ask(self, canvas: np.ndarray) -> dict[str, Any]:
        picture = normalise(canvas)
        if not canvas.any():
            return {"digit": "", "probabilities": [], "none": None, "sure": SURE, "picture": picture.ravel().tolist()}
        probabilities = self._probabilities(picture[np.newaxis, ..., np.newaxis])[0]
        digit = int(probabilities.argmax())
        return {
            "digit": str(digit) if probabilities[digit] > SURE else "?",
            "probabilities": probabilities.tolist(),
            "none": 1 - float(probabilities.sum()) if self._declines else None,
            "sure": SURE,
            "picture": picture.ravel().tolist(),
        }


class Backpropagation(LiveFigure):
    """Backpropagation on one example, one step at a time: forwards, the loss, backwards, a step downhill, and again.

    `network` is an `MLP([2, 2, 1])`, `x` its inputs (1, 2), `t` the target (1, 1), `rate` the learning rate. It is
    copied: what the reader does in the figure does not train it.
    Raises ValueError for a network of another kind, or another number of inputs or targets.
    """

    figure = "backpropagation"
    description = "backpropagation on the worked example, one step at a time, with every number on its line"
    options = ("parameters", "example", "rate")
    _esm = _module("backpropagation", "chain-rule")

    parameters = traitlets.Dict().tag(sync=True)  # the nine by their letters: w11 to w22, b1 and b2, v1 and v2, b
    example = traitlets.Dict().tag(sync=True)  # x1, x2 and t
    rate = traitlets.Float().tag(sync=True)

    def __init__(self, network: MLP, x: np.ndarray, t: np.ndarray, rate: float = 1) -> None:
        sizes = [len(network.W[0]), *map(len, network.b)]
        if (sizes, network.hidden, network.kind) != ([2, 2, 1], "sigmoid", "squared error"):
            raise ValueError(
                f"The figure shows MLP([2, 2, 1]), of sigmoids, with the squared error; "
                f"got {sizes}, {network.hidden}, {network.kind}."
            )
        if np.shape(x) != (1, 2) or np.shape(t) != (1, 1):
            raise ValueError(
                f"The figure shows one example, x (1, 2) and t (1, 1); got {np.shape(x)} and {np.shape(t)}."
            )
        letters = ["w11", "w12", "w21", "w22", "v1", "v2", "b1", "b2", "b"]
        numbers = np.concatenate([parameter.ravel() for parameter in network.W + network.b]).tolist()
        super().__init__(
            parameters=dict(zip(letters, numbers)),
            example={"x1": float(x[0, 0]), "x2": float(x[0, 1]), "t": float(t[0, 0])},
            rate=float(rate),
        )


class Quiz(LiveFigure):
    """Questions, each with the feedback that its options earn; the reader chooses until it is right.

    What is chosen stays in the page or in JupyterLab: the kernel is not told. Without JavaScript every option unfolds
    its feedback. Raises ValueError if there is no question.
    """

    figure = "quiz"
    description = "the questions of this chapter, with feedback on every answer"
    options = ("questions",)
    _esm = _module("quiz")

    # Of each its text, its options as pairs with their feedback (the keys of a JavaScript object would not keep their
    # order: it puts numbers first) and the number of the right one.
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)

    def __init__(self, questions: Sequence[Question]) -> None:
        if not questions:
            raise ValueError("A quiz has at least one question; got none.")
        super().__init__(
            questions=[
                {"text": q.text, "options": [*map(list, q.options.items())], "right": [*q.options].index(q.right)}
                for q in questions
            ]
        )

    def _without_javascript(self) -> str:
        items = []
        for question in self.questions:
            text, *options = map(html.escape, [question["text"], *(option for option, _ in question["options"])])
            details = ""
            for i, (option, (_, feedback)) in enumerate(zip(options, question["options"])):
                verdict = "Right." if i == question["right"] else "Not this one."
                details += f"<details><summary>{option}</summary><p>{verdict} {html.escape(feedback)}</p></details>"
            items.append(f"<li><p>{text}</p>{details}</li>")
        return f"<ol>{''.join(items)}</ol>"


class XorTraining(LiveFigure):
    """A network `MLP([2, hidden, 1])` that learns XOR or gets stuck: its output over the plane, its loss.

    It has 1 to 4 `hidden` units and the learning rate `rate`, above 0, and starts from the very weights of the MLP with
    the same `seed`, from 0 to 19. All three follow what the reader chooses.
    """

    figure = "xor-training"
    description = "a small network that learns XOR before your eyes, or does not"
    options = ("hidden", "rate", "seed", "draws")
    _esm = _module("xor-training", "perceptron", "xor")

    hidden = traitlets.Int(2, min=1, max=4).tag(sync=True)
    rate = traitlets.Float(5.0, min=1e-9).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=19).tag(sync=True)
    # What MLP draws for its weights from each seed's generator, before it scales them: 3 numbers a hidden unit.
    draws = traitlets.List([np.random.default_rng(seed).normal(size=12).tolist() for seed in range(20)]).tag(sync=True)


class NetworkAlive(LiveFigure):
    """The report's network at work on what the reader draws: every map and unit, and for each of them what feeds it.

    Until something is drawn it looks at `picture`, (28, 28) bytes as MNIST has them, 0 for paper. The network is that
    of `load_report_cnn`, in `static/report-cnn.js`; the front end runs it itself and the kernel is not told.
    Raises ValueError for a picture of another shape or type.
    """

    figure = "network-alive"
    description = "the report's network at work on a digit of your own, with what feeds each of its units"
    options = ("picture",)
    _esm = _module("network-alive", "drawing", "ink", "network", "report-cnn", "feeding", "network-plan")

    picture = traitlets.List(traitlets.Int()).tag(sync=True)  # its 784 bytes, row by row

    def __init__(self, picture: np.ndarray) -> None:
        if picture.shape != (28, 28) or picture.dtype != np.uint8:
            raise ValueError(f"Expected a uint8 picture of shape (28, 28); got {picture.dtype} {picture.shape}.")
        super().__init__(picture=picture.ravel().tolist())


class Softmax(LiveFigure):
    """Softmax under two to five logits, at a temperature, and with the same number added to all of them.

    Each logit is from -5 to 5, the `temperature`, by which they are divided, from 0.25 to 4, and what is `added` from
    -10 to 10. All three follow what the reader does with the figure. With two logits it shows that softmax is the
    sigmoid of their difference.
    """

    figure = "softmax"
    description = "softmax under logits and a temperature of your choice"
    options = ("logits", "temperature", "added")
    _esm = _module("softmax", "network")

    logits = traitlets.List(traitlets.Float(min=-5, max=5), [2.0, 1.0, 0.0], minlen=2, maxlen=5).tag(sync=True)
    temperature = traitlets.Float(1.0, min=0.25, max=4).tag(sync=True)
    added = traitlets.Float(0.0, min=-10, max=10).tag(sync=True)


class Convolution(LiveFigure):
    """A kernel of 3×3 over a picture: the feature map, and the output that the reader points at, in numbers.

    `pictures` are square arrays from 3×3 to 28×28 by the names that the reader chooses among; they are rounded to two
    decimals, so that what the page shows is what it reckons with. The reader's own drawing is always one more. It
    starts with the first of them, and with `kernel`, `stride` 1 to 3 and `padding` 0 to 2. With `flip` it does a true
    convolution instead of the cross-correlation of a layer. `place` is the row and column of the output looked at. All
    follow what the reader does with the figure.
    Raises ValueError for a picture of another shape, or values that are not finite, and for no picture; TraitError for
    a kernel that is not 3×3.
    """

    figure = "convolution"
    description = "a kernel over a picture, with the products and the sum behind each output of the feature map"
    options = ("pictures", "picture", "kernel", "stride", "padding", "flip", "place")
    _esm = _module("convolution", "drawing", "ink", "grid", "feature-map")

    pictures = traitlets.Dict().tag(sync=True)  # each by its name, as a list of rows
    picture = traitlets.Unicode().tag(sync=True)
    kernel = traitlets.List(traitlets.List(traitlets.Float(), minlen=3, maxlen=3), minlen=3, maxlen=3).tag(sync=True)
    stride = traitlets.Int(1, min=1, max=3).tag(sync=True)
    padding = traitlets.Int(0, min=0, max=2).tag(sync=True)
    flip = traitlets.Bool(False).tag(sync=True)
    place = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(0, 0)).tag(sync=True)

    def __init__(self, pictures: Mapping[str, np.ndarray], kernel: np.ndarray, **start: Any) -> None:
        rows = _rows(pictures, range(3, 29), 2)
        super().__init__(pictures=rows, picture=next(iter(rows)), kernel=np.asarray(kernel).tolist(), **start)


class Pooling(LiveFigure):
    """Max and average pooling of 8×8 numbers, side by side, when the input shifts or is noisy: how much they change.

    `pictures` are arrays of 12×12 by the names that the reader chooses among, rounded to one decimal: the 8×8 in the
    middle are pooled, and what lies around them comes in when the reader shifts. It starts with the first of them, the
    `shift` (right, down) from -2 to 2, and noise of standard deviation `noise`, a whole number from 0 to 4,
    drawn from the generator of the `seed`, 0 to 9. All follow what the reader does with the figure.
    Raises ValueError for a picture of another shape, or values that are not finite, and for no picture.
    """

    figure = "pooling"
    description = "max and average pooling of an input that shifts or is noisy, and how much their outputs change"
    options = ("pictures", "picture", "shift", "noise", "seed", "draws")
    _esm = _module("pooling", "grid", "pool")

    pictures = traitlets.Dict().tag(sync=True)  # each by its name, as a list of rows
    picture = traitlets.Unicode().tag(sync=True)
    shift = traitlets.Tuple(*2 * [traitlets.Int(min=-2, max=2)], default_value=(0, 0)).tag(sync=True)
    noise = traitlets.Int(0, min=0, max=4).tag(sync=True)
    seed = traitlets.Int(0, min=0, max=9).tag(sync=True)
    # 64 numbers of mean 0 and standard deviation 1 from each seed's generator, row by row, to a tenth: times the whole
    # number `noise` they are as short.
    draws = traitlets.List([np.random.default_rng(seed).normal(size=64).round(1).tolist() for seed in range(10)]).tag(
        sync=True
    )

    def __init__(self, pictures: Mapping[str, np.ndarray], **start: Any) -> None:
        rows = _rows(pictures, range(12, 13), 1)
        super().__init__(pictures=rows, picture=next(iter(rows)), **start)


def _rows(pictures: Mapping[str, np.ndarray], sides: range, decimals: int) -> dict[str, list[list[float]]]:
    """The pictures as rows of short numbers, once it is clear that they are what a figure can show."""
    if not pictures:
        raise ValueError("The figure shows at least one picture; got none.")
    rows = {}
    for name, picture in pictures.items():
        numbers = np.asarray(picture, dtype=float).round(decimals)
        if numbers.ndim != 2 or numbers.shape[0] != numbers.shape[1] or len(numbers) not in sides:
            raise ValueError(f"Expected squares with sides of {sides[0]} to {sides[-1]}; {name} is {numbers.shape}.")
        if not np.isfinite(numbers).all():
            raise ValueError(f"The picture {name} holds values that are not finite (NaN or infinity).")
        rows[name] = [[int(value) if value == int(value) else value for value in row] for row in numbers.tolist()]
    return rows
