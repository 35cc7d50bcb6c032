"""`python -m tests.benchmarks.fresh`: 100 000 mixed requests, and how many answers were older than their question.

It makes a site of its own in a temporary folder, or a database on the server of DATABASE_URL, serves it as shipped, and
removes it. With `--blind` it first takes the triggers away that watch over pages: then stale answers must be found.
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

import django

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fresh", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--reads-a-write", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2, help="of the server")
    parser.add_argument("--seed", type=int, default=1, help="another one writes in another order")
    parser.add_argument("--blind", action="store_true", help="show that what is stale would be seen")
    asked = vars(parser.parse_args())
    with TemporaryDirectory(prefix="newsroom-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_DATA": folder}
        django.setup()
        # The models can be imported from here on.
        for line in import_module("tests.benchmarks.freshness").run(folder=Path(folder), **asked):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
