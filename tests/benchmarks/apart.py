"""Run a benchmark on a site of its own, in a temporary folder."""

import os
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django


def run(module: str, **asked: Any) -> None:
    """Print the lines that the module's `run` yields, as they come."""
    with TemporaryDirectory(prefix="newsroom-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_DATA": folder}
        django.setup()
        # The models can be imported from here on.
        for line in import_module(module).run(folder=Path(folder), **asked):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
