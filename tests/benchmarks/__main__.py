"""`python -m tests.benchmarks`: fill the site of the environment with a paper of any size, to try what it costs.

The database is the one that `manage.py` would use (DATABASE_URL, NEWSROOM_DATA); it must be empty. A million comments
take some minutes. `manage.py create_staff` and `create_subscriber` then make somebody to sign in as.
"""

import argparse
import os
import sys
import time
from importlib import import_module

import django

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--comments", type=int, default=1_000_000)
    parser.add_argument("--members", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1, help="another one makes another paper of the same size")
    asked = vars(parser.parse_args())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    # The models can be imported from here on.
    filling = import_module("tests.benchmarks.filling")
    began = time.perf_counter()
    import_module("django.core.management").call_command("migrate", verbosity=0)
    try:
        filling.fill(**asked)
    except filling.HasReaders:
        sys.exit("This database holds articles or accounts; what is made up belongs in an empty one.")
    sys.stdout.write(f"Filled in {time.perf_counter() - began:.0f} s.\n")
