"""`python -m tests.benchmarks.weight`: what pages weigh in a real Chromium, against the budget of an article's page.

Lighthouse is no part of the project: it was run beside it, with its mobile profile, on the demonstration as `make demo`
serves it (`npx lighthouse ADDRESS --chrome-flags="--headless=new"`). On a machine that is busy it finds the page
blocked for a time that is not the page's.
"""

import os
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # The models can be imported from here on.
    for line in import_module("tests.benchmarks.weighing").run():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
