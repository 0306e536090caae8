"""The quiz of chapter 1, the task."""

from utils.quizzes import Question

QUESTIONS = (
    Question(
        "What reaches the machine of this chapter when we show it a three?",
        {
            "A picture, which it looks at as we do": "It has no eye. Ask what is in the array x_train[7], and in what "
            "order.",
            "The strokes of the pen, in the order in which they were drawn": "MNIST does not keep how a digit was "
            "drawn, only the ink that stayed on the paper. A canvas could keep the strokes.",
            "The number 3": "That is the label. The machine gets labels to learn from, and never the label of the "
            "image that it has to read.",
            "784 numbers, and no word on which pixels are neighbours": "The sum over the pixels comes out the "
            "same whatever their order, if it is the same order for every picture.",
        },
        right="784 numbers, and no word on which pixels are neighbours",
    ),
    Question(
        "A row of an MNIST image reads 0 0 252 253 251 0 0. What is there?",
        {
            "A stroke, three pixels wide": "In MNIST 0 is paper and 255 is the darkest ink.",
            "A gap in the ink, three pixels wide": "On a screen 255 often means white. Look at the corners of the "
            "images, where nobody writes: what number stands there?",
            "Nothing that the machine could use, since there is no black in it": "Black and white are a choice of the "
            "screen. The machine has numbers, and these differ strongly.",
        },
        right="A stroke, three pixels wide",
    ),
    Question(
        "Your rule for the digit 1 makes mistakes. You add a second condition that must hold too. What is certain?",
        {
            "More images are read correctly than before": "The second condition can also refuse ones that the first "
            "had found. In the chapter it lost a third of them.",
            "Fewer images are read correctly than before": "Not certain either: the second condition may throw out "
            "more false ones than true ones.",
            "The rule says 1 for no image for which it did not say 1 before": "And that is all: whether the "
            "answers get better must be measured, on images that had no part in making the rule.",
        },
        right="The rule says 1 for no image for which it did not say 1 before",
    ),
    Question(
        "The averages are computed. Now we delete the 60,000 training images. What share of the test images is read "
        "right?",
        {
            "10.0 %, as by blind guessing": "Ask which numbers the last step uses: only the ten averages and the new "
            "image.",
            "82.0 %, as before": "The ten averages, 7,840 numbers, are all that is kept of the training images.",
            "Somewhat less than 82.0 %": "An average does not remember the images that it was made of, so it cannot "
            "miss them.",
        },
        right="82.0 %, as before",
    ),
    Question(
        "In half of the images of a digit a certain pixel is 0, in the other half it is 254. In their average it is "
        "127. What does this grey say?",
        {
            "Half of these images have ink there": "Here grey means how often, not how dark.",
            "Most writers of this digit leave light grey ink there": "Not one of them did: each image has 0 or 254 "
            "there. An average can be a picture that nobody has drawn.",
            "The pixel is worthless and should be left out": "It says something: for a digit that has ink there in "
            "all images or in none, the average differs from 127.",
        },
        right="Half of these images have ink there",
    ),
    Question(
        "A lazy machine answers 1 for every image, without looking. What share of the 10,000 test images does it "
        "read right?",
        {
            "0.00 %": "It is right whenever the image happens to be a one.",
            "10.00 %": "That would be so if all ten digits were equally frequent. Count the labels of the test set.",
            "11.35 %": "1,135 of the 10,000 are ones, the most frequent digit. Every accuracy should be compared "
            "with that of a lazy machine.",
            "50.00 %": "Right or wrong are two cases, but they are not equally likely.",
        },
        right="11.35 %",
    ),
    Question(
        "The averages read 82.0 % of the test images. What do they read of the 60,000 images that they were computed "
        "from?",
        {
            "100.0 %, since they have seen them": "A machine that stores every image could do that. Ten averages "
            "cannot: each of them has to serve some 6,000 images.",
            "80.8 %": "A little less, even. Ten averages are too little memory for learning by heart, and the "
            "two sets of images are not equally hard.",
            "82.0 %, since the averages are the same": "The machine is the same and the images "
            "are not. Some are harder than others, as the two groups of writers showed.",
        },
        right="80.8 %",
    ),
    Question(
        "The same averages read 77.4 % of the digits that students wrote and 86.6 % of those of the Census Bureau's "
        "employees. What follows for your own handwriting?",
        {
            "It will be read with 82.0 %": "82.0 % holds for such digits as are in the test set, half and half. Yours "
            "are not in it.",
            "It will be read with 77.4 %, if you are a student": "Those students are not you. They "
            "wrote with other pens, more than thirty years ago, and many of their ways of writing are not yours.",
            "Nothing, until it has been measured on your digits": "An accuracy belongs to a machine and to the "
            "people whose digits it was measured on.",
        },
        right="Nothing, until it has been measured on your digits",
    ),
)
