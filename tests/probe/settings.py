"""The project's settings, with the probe's pages in front of its own."""

from newsroom.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "tests.probe.urls"
