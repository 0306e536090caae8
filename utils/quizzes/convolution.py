"""Questions on convolutional layers."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "A convolutional layer has 16 kernels of 5×5, and its input has 8 maps. How many parameters does it have?",
        {
            "416": "That is 16 · (25 + 1), right for an input of one map. What does a kernel do with eight?",
            "3,216": "Each kernel has 5 · 5 · 8 weights, since it looks at all maps at once, and one bias: 16 · 201.",
            "3,200": "All weights are counted. What is added to every number of a map?",
            "3,328": "That is 8 · 16 kernels, each with a bias. The bias is added once for each map that is made.",
        },
        right="3,216",
    ),
    Question(
        "Somebody shuffles the pixels of all pictures, in the same way, and you train anew on the shuffled ones. "
        "Which network will read worse than before?",
        {
            "The one made of dense layers": "It never knew which pixels are neighbours. What does it lose?",
            "The convolutional one": "Its patches hold pixels that belong together; now they hold any pixels at all.",
            "Both": "For a dense layer, the order of the inputs is only a matter of names.",
            "Neither, since training repairs it": "A kernel cannot learn which far pixels were once its neighbours.",
        },
        right="The convolutional one",
    ),
    Question(
        "In training, how many products are added up for the slope along one weight of a kernel, if its map has "
        "24×24 numbers?",
        {
            "1": "It would be so if the weight were used once, as in a dense layer. How often is it used here?",
            "25": "So many weights has the kernel. Each of them has a slope of its own.",
            "576": "The weight has a part in every number of the map: one product of pixel and signal for each.",
        },
        right="576",
    ),
    Question(
        "A block of max pooling holds 3, 7, 1 and 2, in this order. The error signal 0.8 comes back. What do the four "
        "get?",
        {
            "0.2 each": "So average pooling shares it. Nudge the 3 a little: does the maximum change?",
            "0.8 each": "Then four nudges would each change the maximum. Which of them really do?",
            "in proportion to their size": "The maximum is not a weighted sum: only one of the four is handed on.",
            "0, 0.8, 0 and 0": "Only the largest number has been handed on, so only its slope is not zero.",
        },
        right="0, 0.8, 0 and 0",
    ),
    Question(
        "A picture of 28×28 meets a kernel of 5×5 with stride 2 and no padding. What is the side of the map?",
        {
            "12": "The kernel has room for 23 more pixels, so for 11 steps of 2, and it starts once before any step.",
            "11": "So many steps are taken. How many places are there, the first one included?",
            "14": "Half of 28 it would be with padding. Can the kernel's left column stand on the last pixels?",
            "24": "That is the side with stride 1. Every second place is left out now.",
        },
        right="12",
    ),
    Question(
        "The ink of a digit moves one pixel to the right. What happens to the map of a convolution with stride 1, "
        "far from the edges?",
        {
            "It stays as it is": "That would be invariant. The same patch is still there, but where?",
            "It changes in a way that only training can tell": "The weights are the same at every place. Use that.",
            "It moves one pixel to the right": "The map is equivariant: what was found here is now found next to it.",
        },
        right="It moves one pixel to the right",
    ),
    Question(
        "All ten logits of a network are doubled. What happens to its largest probability?",
        {
            "It stays the same": "So it would be if the same number were added to all. What happens to differences?",
            "It rises": "Differences count, and they are doubled: every ratio of two probabilities is squared.",
            "It doubles": "Then two classes at 0.6 and 0.4 would become 1.2 and 0.8. What do they sum to?",
            "It falls": "The largest logit leads by more than before, so the others get less of the whole.",
        },
        right="It rises",
    ),
    Question(
        "One person in a thousand is ill. A test has a sensitivity of 99 % and a specificity of 99 %. What share of "
        "its alarms is right?",
        {
            "99 %": "That is the share of the ill who are found. The question begins with the alarms.",
            "50 %": "It would be so with one ill in a hundred: as many false alarms as right ones.",
            "0.1 %": "That is the share of the ill among all. An alarm does tell something.",
            "9 %": "In 100,000 people, 99 of 100 ill are found, and 999 of 99,900 healthy are alarmed: 99 in 1,098.",
        },
        right="9 %",
    ),
)
