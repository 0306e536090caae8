"""Questions on the multilayer perceptron."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "A unit with a step says 0 and should say 1. You turn one weight up by 0.0001, and the unit still says 0. "
        "What do you know now about that weight?",
        {
            "It should go down": "The output did not get worse either. A step stays where it is on both sides.",
            "It does not matter": "A larger turn may well flip the output. What does a small one show?",
            "Nothing: the step has slope 0 here": "Learning by small steps needs a slope, and the step shows none.",
            "It should go up further": "It may be so, but the experiment does not say it: going down looks the same.",
        },
        right="Nothing: the step has slope 0 here",
    ),
    Question(
        "A hidden unit has the error signal −0.02. A weight of 0.4 leads into it from an input that is 3. "
        "What is the weight after one step with η = 0.5?",
        {
            "0.37": "The signal is negative, so the slope is too. Which way is downhill then?",
            "0.43": "The slope is 3 · (−0.02) = −0.06, and the step goes against it: 0.4 + 0.5 · 0.06.",
            "0.41": "That is the step of a weight whose input is 1. What came in here?",
            "0.46": "Right slope, right direction. Which part of it does the learning rate let through?",
        },
        right="0.43",
    ),
    Question(
        "All nine numbers of a 2-2-1 network start at 0.5, and it trains on XOR for a million epochs. "
        "What do its two hidden units look like then?",
        {
            "They are the same": "Same weights, same inputs, same error signal: every step is the same too.",
            "They have parted": "What could make their first steps differ? Inputs and signals are the same.",
            "They are all 0": "The slopes are not 0 here, so they do move. Do they move apart?",
        },
        right="They are the same",
    ),
    Question(
        "A network has 784 inputs, 100 hidden units and 10 outputs. How many parameters does it have?",
        {
            "894": "These are the units. A weight stands on each line between two units, and lines multiply.",
            "79,400": "All weights are counted: 784 · 100 + 100 · 10. What else does each unit have?",
            "784,000": "Paths from inputs to outputs are not parameters: each line has one weight for all paths.",
            "79,510": "784 · 100 + 100 · 10 weights, and a bias for each of the 110 units that compute.",
        },
        right="79,510",
    ),
    Question(
        "A sigmoid output says 0.99 and the target is 0. How large is its error signal, for half the squared error "
        "and for cross-entropy?",
        {
            "0.99 for both": "The squared error's signal has the factor y · (1 − y). How large is it here?",
            "0.0098 and 0.99": "For the squared error 0.99 · 0.99 · 0.01; for cross-entropy the slope cancels.",
            "0.99 and 0.0098": "The other way round: which of the two losses makes confident errors expensive?",
            "0.49 and 4.6": "These are the losses. The error signal is the slope of the loss along the weighted sum.",
        },
        right="0.0098 and 0.99",
    ),
    Question(
        "Your own gradients agree with nudging on a batch of one example, and disagree on a batch of four. "
        "Where do you look first?",
        {
            "The slope of the activation function": "Wrong slopes would show with a single example already.",
            "The learning rate": "Gradients do not know it: it only enters when the step is taken.",
            "How examples are added up": "With one example a sum and a mean are the same, so a mix-up hides there.",
            "The random weights": "Gradients must be right for any weights, and here they were for one example.",
        },
        right="How examples are added up",
    ),
    Question(
        "Out of a thousand networks with two hidden units, 177 did not learn XOR. What does that show?",
        {
            "Two hidden units cannot compute XOR": "The other 823 do. What differs between them and these 177?",
            "It depends on where training starts": "Units, data and rate were the same, only the random start was not.",
            "Backpropagation gave them wrong slopes": "Nudging confirms the slopes. They are right, and nearly 0.",
            "They needed a few more epochs": "Ten of them had four times as many, and not one came free.",
        },
        right="It depends on where training starts",
    ),
    Question(
        "On a road, 1 car in 80 crosses a line within the next two seconds. A forecast always says “it stays in its "
        "lane”. How often is it right, and how many of the crossings does it see coming?",
        {
            "Half of the time, half of them": "It is right for every car that stays. How many are they?",
            "98.75 %, and most of them": "Right that often, yes. But which crossing did it ever announce?",
            "1.25 %, and all of them": "That is the share of the cars for which it is wrong.",
            "98.75 %, and none of them": "79 of 80 stay. High accuracy says little where the rare case counts.",
        },
        right="98.75 %, and none of them",
    ),
)
