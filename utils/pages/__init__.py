"""Extensions of Sphinx that make the pages of the book what they are; no notebook imports them."""
