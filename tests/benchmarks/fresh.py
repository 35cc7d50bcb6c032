"""`python -m tests.benchmarks.fresh`: 100 000 mixed requests, and how many answers were older than their question.

It makes a site of its own in a temporary folder, or a database on the server of DATABASE_URL, serves it as shipped, and
removes it. With `--blind` it first takes the triggers away that watch over pages: then stale answers must be found.
"""

import argparse

from tests.benchmarks import apart

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.fresh", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--reads-a-write", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2, help="of the server")
    parser.add_argument("--seed", type=int, default=1, help="another one writes in another order")
    parser.add_argument("--blind", action="store_true", help="show that what is stale would be seen")
    apart.run("tests.benchmarks.freshness", **vars(parser.parse_args()))
