"""The code that the chapters of Digits by Hand import. Each module is one idea, and each is meant to be read."""

import os

# TensorFlow announces itself on stderr when it is imported; a reader has no use for that, and nbval would compare it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
