"""The quiz of chapter 6, draw, and be read."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "A network reads 99 % of MNIST's test images and 53 % of the same digits when they come from a canvas that was "
        "shrunk. Where do you look first?",
        {
            "At its number of layers": "The layers were the same for both figures. What was not?",
            "At its learning rate": "It is trained, and was the same network both times. What happened to the "
            "digits on their way to it?",
            "At the way from the canvas to its input": "The network is the same for both figures, and only what it is "
            "shown has changed.",
            "At the people who drew": "They were the same people: these were MNIST's own digits.",
        },
        right="At the way from the canvas to its input",
    ),
    Question(
        "Your pen is 12 canvas pixels wide, and you draw a tiny digit, 30 pixels high and less wide. How thick are its "
        "strokes after normalise?",
        {
            "8 pixels": "30 canvas pixels become 20, so 12 become 8. A digit of 20 with strokes of 8 is a blot.",
            "1.2 pixels": "So thick they are when the whole canvas is shrunk. What does normalise do with the digit "
            "before?",
            "12 pixels": "The pen is enlarged or made smaller with the digit. By which factor?",
            "2 pixels": "So thick they are in a digit 120 high. This one is enlarged more. By how much?",
        },
        right="8 pixels",
    ),
    Question(
        "Two people draw a 4. Which difference between their drawings does normalise not take away?",
        {
            "How large they are": "The longer side is made 20 pixels in both.",
            "Where on the canvas they are": "The centre of mass goes to the same place in both.",
            "How dark their ink is": "The darkest ink becomes 1 in both.",
            "How much they lean": "A leaning 4 is only moved and scaled, and stays leaning. Whoever reads it must have "
            "met it.",
        },
        right="How much they lean",
    ),
    Question(
        "The evidence is −5 for each of the ten digits. What probability does the digit 3 get, from softmax and with "
        "the eleventh answer?",
        {
            "0 % from both": "Negative evidence is a number like another. What does softmax do with ten equal numbers?",
            "10.0 % and 0.6 %": "Softmax sees ten equal numbers. The eleventh answer, with its 0, gets nearly all.",
            "10.0 % and 9.1 %": "That would be so if the eleventh answer had −5 as well. Its evidence is always 0.",
            "0.7 % from both": "This is e to the −5, not yet divided. By what does each of the two ways divide?",
        },
        right="10.0 % and 0.6 %",
    ),
    Question(
        "The canvas says “?”. Behind it the probabilities are 0.55 for a 4, 0.40 for a 9, and next to nothing for the "
        "other digits. What does the recogniser believe?",
        {
            "That this is no digit": "How much is missing to 1? That is the share of “none of these”.",
            "That this is a 4, beyond doubt": "Then it would say so. Which of the two has to be above 0.6?",
            "That this is a digit, but not which": "Only 0.05 are left for “none of these”. It is torn between two.",
        },
        right="That this is a digit, but not which",
    ),
    Question(
        "Prepared in the same way, MNIST's test images are read with 99 % by the report's network, and pen digits of "
        "other people with 66 %. What would help most?",
        {
            "Examples drawn as these are": "A network reads best what resembles its examples. The recogniser learned "
            "from such drawings too, by other people, and reads 98 % of these.",
            "A better preparation": "It is the same for both, and good enough for 99 %. How do the drawings differ?",
            "Training longer on MNIST": "It would learn MNIST's writers still better. Who wrote the pen digits?",
            "An eleventh answer": "It lets the network decline. Would it read more of them right?",
        },
        right="Examples drawn as these are",
    ),
    Question(
        "In the page JavaScript reads your drawing, in Jupyter Python does. Both are to answer the same. What must "
        "they have in common?",
        {
            "The weights, and no more": "The same weights, shown a shrunk canvas, misread half of the digits.",
            "The programming language": "Sums are the same in every language. What is summed, and when is an answer "
            "given?",
            "The preparation, the weights and the threshold": "Whatever stands between the pen and the answer "
            "belongs to the recogniser, and a test compares both sides.",
        },
        right="The preparation, the weights and the threshold",
    ),
)
