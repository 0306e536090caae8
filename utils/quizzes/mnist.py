"""Questions on the MNIST network."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "A program saves your drawing as black ink on white: 255 is paper, 0 is ink. You divide by 255 and hand it to "
        "the network. What does the network get to see?",
        {
            "A digit, as in MNIST": "In MNIST 0 is paper. Which number does your paper have?",
            "A page full of ink with a digit cut out of it": "255 is ink to it, so your paper is ink. Take x from 255.",
            "The same digit, only paler": "Paler would be smaller numbers for ink. Yours has the smallest of all, 0.",
        },
        right="A page full of ink with a digit cut out of it",
    ),
    Question(
        "You train 50 networks with different settings, ask the test set about each, and publish the best one with "
        "its test accuracy. What is wrong with that number?",
        {
            "Nothing: no network learned from the test set": "None learned from it. But who chose among the 50?",
            "It is too low: most of the 50 were worse": "They are not averaged in. What did the choice favour?",
            "It holds only for 50 networks": "It is about one network. By what was this one picked?",
            "It is too high on average": "The best of 50 was good and lucky, and luck stays behind on new images.",
        },
        right="It is too high on average",
    ),
    Question(
        "After the first epoch the accuracy is 0.94 on the training set, as Keras prints it, and 0.98 on the "
        "validation set. Why is the second higher?",
        {
            "The first is an average over the epoch, with dropout": "It counts the first clumsy steps, with units "
            "switched off; the second is taken at the end, with all at work.",
            "The validation images must be easier": "They may be, a little. But try the training set again after the "
            "epoch: it has risen.",
            "The network overfits": "Overfitting is the other way round: better on what it learned from.",
        },
        right="The first is an average over the epoch, with dropout",
    ),
    Question(
        "One paper reports a loss of 0.050 with the logarithm to base 2, another one of 0.040 with the natural one, "
        "on the same images. Which network gave the right digits more probability?",
        {
            "The second: 0.040 is less": "Centimetres and inches cannot be compared by their numbers alone.",
            "The first": "0.050 bits are 0.050 · ln 2, about 0.035, in the other's unit: less than 0.040.",
            "They are equal: the base does not matter": "It moves no minimum, but it does scale the loss. By how much?",
        },
        right="The first",
    ),
    Question(
        "One run of network A reads 9,890 of the 10,000 test images, one run of B reads 9,880. What do you conclude?",
        {
            "A is better": "It read ten more. Train A again from another seed: how much may that change?",
            "A is better with a probability of 95 %": "Both read the same images: how many did only A get right, and "
            "how many only B? Ten and none, or 100 and 90? And A is one run.",
            "Nothing yet: seeds alone make such differences": "With one recipe our five seeds differ by 21 images.",
            "Both are equally good": "That is not shown either. What would it take to know?",
        },
        right="Nothing yet: seeds alone make such differences",
    ),
    Question(
        "You multiply the loss by 1000 and change nothing else. Whose first step becomes a thousand times as long?",
        {
            "SGD's": "It steps by the rate times the slope, and all slopes are a thousand times as large.",
            "Adam's": "Adam divides a mean of slopes by the root of a mean of their squares. What happens to both?",
            "That of both": "One of the two divides the slope by its own size, so that the factor cancels.",
            "That of neither": "The slopes do grow. One of the two takes them as they are.",
        },
        right="SGD's",
    ),
    Question(
        "Of 1,000 fours a network reads 980 as four. It also reads 40 other digits as four. What are its precision and "
        "its recall for four?",
        {
            "98.0 % and 96.1 %": "The other way round: recall asks about all that are fours.",
            "96.0 % and 98.0 %": "The recall is right. Of how many images does it say that they are fours?",
            "98.0 % and 96.0 %": "Which of the two asks about all that are fours? It has 980 of 1,000.",
            "96.1 % and 98.0 %": "980 of the 1,020 that it calls four are; and 980 of the 1,000 fours it finds.",
        },
        right="96.1 % and 98.0 %",
    ),
    Question(
        "The training loss still falls, the validation loss rises, and the validation accuracy stays where it is. "
        "How can loss and accuracy disagree?",
        {
            "One of the two is computed wrongly": "Both are right. What does accuracy not look at?",
            "It makes no more mistakes, but is surer of them": "Accuracy counts a mistake as one; the loss counts how "
            "sure it was.",
            "The learning rate is too small": "Then the training loss would hardly fall either.",
        },
        right="It makes no more mistakes, but is surer of them",
    ),
)
