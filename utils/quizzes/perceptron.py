"""The quiz of chapter 2."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "A perceptron has the bias w₀ = −2 and the weights w₁ = 1, w₂ = 1. What does it answer for x = (1, 1)?",
        {
            "It cannot decide": "A perceptron always answers. On its line it gives one fixed answer: look up H(0).",
            "2": "That is the sum of the weighted inputs without the bias. And what comes out of the step is never 2.",
            "1": "That would need a sum above 0. Add up: −2 + 1 + 1. Where does this sum lie?",
            "0": "The sum is −2 + 1 + 1 = 0, and zero is not above zero.",
        },
        right="0",
    ),
    Question(
        "You multiply the bias and all the weights of a perceptron by −1. What happens?",
        {
            "Nothing: the line is the same": "The line is the same, but a line has two sides. "
            "Look at the sign of the sum on each of them.",
            "The line moves to the other side of (0, 0)": "Put a point of the line into the new sum: it is still 0. "
            "So the line stays.",
            "The two sides of its line change their answers": "Every sum changes its sign, so above 0 "
            "becomes below 0; only on the line itself both say 0.",
        },
        right="The two sides of its line change their answers",
    ),
    Question(
        "The weights are (0, 0, 0) and the rate is 0.5. The perceptron learns from x = (1, 0) with the target 1. "
        "What are its weights now?",
        {
            "(0.5, 0.5, 0)": "The sum was 0, so it answered 0 and the error is 1. Each weight rises by 0.5 · 1 · its "
            "input, and the inputs are 1, 1, 0.",
            "(0, 0.5, 0)": "The bias is a weight too. Which input does it belong to?",
            "(0.5, 0.5, 0.5)": "w₂ had no part in the answer, because its input is 0. By how much does it change?",
            "(0, 0, 0)": "That would be so if the answer had been right. What is the answer when the sum is 0?",
        },
        right="(0.5, 0.5, 0)",
    ),
    Question(
        "After one correction the perceptron is shown the same example again. Is its answer right now?",
        {
            "Always": "The sum moves by η · (1 + x₁² + x₂²). Think of a sum of −7 and a small rate.",
            "Never": "If the sum was close to 0, one correction takes it across.",
            "That depends on the sum": "The sum moves in the direction of the error, by a step "
            "that may be too short to reach the other side of 0.",
        },
        right="That depends on the sum",
    ),
    Question(
        "Training has run for 1000 passes, and the last pass still made mistakes. What follows?",
        {
            "No line can part the examples": "A line that has little room between the examples can take the rule "
            "longer than that. What does the bound say when the margin is tiny?",
            "The learning rate is too large": "The theorem promises an end at every rate, large or small, if some "
            "line does the work. So the rate cannot be to blame.",
            "Nothing for certain": "There may be no line at all, or one with so little room that the bound is "
            "far above 1000.",
        },
        right="Nothing for certain",
    ),
    Question(
        "A rule asks for the answer again after each single weight has changed. Why is that a bug?",
        {
            "It only costs time": "Try it in exact fractions: it ends at (0, 0, 0) and never learns AND.",
            "Some weights may learn nothing": "The error can vanish when only the bias has moved: all weights share "
            "one answer, so ask for it once.",
            "It is none: a newer answer is a better answer": "Newer, but it already contains a part of the correction. "
            "Which weights get nothing then?",
        },
        right="Some weights may learn nothing",
    ),
    Question(
        "A perceptron answers 0 for (0, 0) and 1 for (0, 1) and for (1, 0). What can it answer for (1, 1)?",
        {
            "Only 0": "That would be XOR. Add the two sums that are above 0 and compare them with the other two.",
            "0 or 1, as its weights will have it": "Add the sums of (0, 1) and (1, 0), both above 0. They equal the "
            "sums of (0, 0) and (1, 1) together.",
            "Only 1": "The sums of (0, 1) and (1, 0) together are above 0 and equal those of (0, 0) and (1, 1); the "
            "first of these is not above 0, so the second is.",
        },
        right="Only 1",
    ),
    Question(
        "Why is the number of mistakes no loss for a GradientTape?",
        {
            "It does not depend on the weights": "It does: other weights make other mistakes. But how does it change "
            "when a weight changes very little?",
            "It is flat almost everywhere": "So its slope is 0 and shows no direction: a tiny change of the weights "
            "changes no answer, unless a sum crosses 0.",
            "It can only fall and never rise": "It can rise: in AND's second pass one correction takes it from 2 to 4. "
            "Think of the slope of a staircase.",
        },
        right="It is flat almost everywhere",
    ),
)
