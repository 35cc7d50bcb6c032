"""`python -m tests.benchmarks.pages`: how often a second the paper answers, beside fixed bytes and the barest Django.

It makes sites of its own in a temporary folder, or databases on the server of DATABASE_URL, serves each as shipped, and
removes them. Nothing else should run meanwhile.
"""

import argparse

from tests.benchmarks import apart

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 1_000_000], help="comments of each site")
    parser.add_argument("--articles", type=int, default=0, help="articles of each site (a tenth of its comments)")
    parser.add_argument("--rounds", type=int, default=3, help="of each page, so many figures")
    parser.add_argument("--seconds", type=float, default=2, help="that each figure takes")
    parser.add_argument("--workers", type=int, default=2, help="of each server")
    parser.add_argument("--only", default="", help="of the pages, those whose names hold this")
    apart.run("tests.benchmarks.serving", **vars(parser.parse_args()))
