"""`python -m tests.benchmarks.desk`: the pages of the desk cost the same with a million comments as with a thousand.

It makes two databases of its own, SQLite in a temporary folder or on the server of DATABASE_URL, and removes them.
"""

import argparse

from tests.benchmarks import apart

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.desk", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="comments in the large database")
    parser.add_argument("--small", type=int, default=1_000, help="comments in the small one")
    parser.add_argument("--times", type=int, default=15, help="requests of each page to each")
    apart.run("tests.benchmarks.measuring", **vars(parser.parse_args()))
