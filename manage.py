#!/usr/bin/env python
"""Run the project's commands."""

import os
import sys

from django.core.management import execute_from_command_line

from newsroom.lib.environment import SettingError
from newsroom.lib.service_urls import ServiceUrlError


def main() -> None:
    """Run the command; a setting that cannot be read is one line for the operator, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except (SettingError, ServiceUrlError) as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
