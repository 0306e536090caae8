"""The quiz of chapter 7, your handwriting."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "You add the pen digits to the training and let the strokes be warped too, both at once. Of 100 drawings 8 "
        "were misread before, and 3 are now. Which of the two changes helped more?",
        {
            "The pen digits, since more data is better than tricks": "Often it is, and perhaps here. Which of the two "
            "numbers, 8 or 3, would be another one if it were not?",
            "Both helped about the same": "You have one difference, of 5. Into how many parts can you split it without "
            "a third network?",
            "That cannot be told": "One of them may even have done harm. A third network, with one of the "
            "changes alone, would tell.",
        },
        right="That cannot be told",
    ),
    Question(
        "You try ten thresholds on the test set, keep the best one, and report what it reaches there. What is wrong "
        "with that number?",
        {
            "It is too high, as a rule": "The best of ten is partly the luckiest of ten on just these drawings, and on "
            "others luck does not return.",
            "It is too low, as a rule": "Which of the ten did you keep, and on which drawings was it the best?",
            "Nothing, since the network was not trained on the test set": "Training is not the only way to learn from "
            "a set. What did you learn from it when you chose?",
            "Nothing, if the test set is large": "Size makes the effect smaller. Does it change its direction?",
        },
        right="It is too high, as a rule",
    ),
    Question(
        "44 people wrote 250 digits each. You shuffle all 11,000 digits, learn from 8,000 and test on the other 3,000. "
        "What have you measured?",
        {
            "How people are read who are new to the network": "Of each writer some 180 digits were learned from. "
            "Who of them is new?",
            "How well the network knows its training digits by heart": "No digit is in both parts. What do the "
            "parts have in common?",
            "How new digits are read of people whom it knows": "Each writer is in both parts. For new people, whole "
            "writers have to be held back.",
        },
        right="How new digits are read of people whom it knows",
    ),
    Question(
        "In a training set no 1 has a foot. All pictures are turned, slanted, stretched, moved, and made fatter or "
        "thinner at random. Which of these will the network not meet in its training?",
        {
            "A one that leans to the left": "Slanting and turning go both ways, by chance, anew in every epoch.",
            "A one with a foot": "A warp moves and swells the strokes that are there. It draws none.",
            "A one with a stroke four pixels wide": "Fatter is among the warps. And some people press hard anyway.",
            "A one that stands two pixels lower": "Moving is among the warps, up and down as well as to the sides.",
        },
        right="A one with a foot",
    ),
    Question(
        "One image in ten shows a 7. A machine does not look: for every image it answers “7, with confidence 0.1”. "
        "What is this machine?",
        {
            "Calibrated and accurate": "How many of a hundred images does it read right?",
            "Accurate, not calibrated": "Count its right answers among a hundred, then compare with the confidence.",
            "Neither of them": "One of its claims holds exactly. How often does it say that it is right, and how often "
            "is it?",
            "Calibrated, not accurate": "It is right in one of ten answers, as it says. Calibrated means honest, not "
            "good.",
        },
        right="Calibrated, not accurate",
    ),
    Question(
        "A network reads 900 of 1,000 images right. Then all its logits are divided by 2 before softmax. How many does "
        "it read right now?",
        {
            "900": "The largest logit stays the largest. Only the probabilities move closer together.",
            "Fewer, since it is less sure": "Is being less sure the same as answering something else? Look at which "
            "logit is the largest.",
            "More, since it was too sure before": "Its confidence may become more honest. Which of its answers change?",
            "450": "The probabilities are not halved either. What happens to the order of the logits?",
        },
        right="900",
    ),
    Question(
        "The threshold rises from 0.6 to 0.9. What is certain?",
        {
            "More letters and fewer digits are declined": "The threshold does not know what is a letter. What happens "
            "to a digit with 0.8?",
            "Of the answers still given, a larger share is right": "It is usually so. But the answers between 0.6 "
            "and 0.9 may happen to be right, every one of them.",
            "Whatever was declined before is declined now": "What was not above 0.6 is not above 0.9. That "
            "holds for digits as for letters: here is the price.",
        },
        right="Whatever was declined before is declined now",
    ),
    Question(
        "A recogniser learned “none of these” from drawings of a program. It declines nearly all new drawings of that "
        "program. What do you know about the horse that a reader will draw?",
        {
            "It will be declined almost surely": "It would be so if horses came from the same program. Do they?",
            "Little, until drawings by other hands are tried": "Such a figure belongs to the kind of drawings it was "
            "measured on, like an accuracy to its writers.",
            "It will be read as a digit, since no horse was learned": "Some signs that nobody taught it may be "
            "declined all the same, and others not. It must be measured.",
            "It depends on the threshold alone": "The threshold decides at what confidence. And who decides how sure "
            "the network is of a horse?",
        },
        right="Little, until drawings by other hands are tried",
    ),
)
