"""`python -m tests.browser FOLDER [WORD…]`: a picture of each kind of page (of those with a WORD in their name)."""

import os
import sys
from importlib import import_module
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # The models can be imported from here on.
    screens = import_module("tests.browser.screens")
    screens.take(Path(sys.argv[1]), sys.argv[2:])
