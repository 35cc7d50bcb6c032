"""Newsroom: a press site that a paper runs itself."""

from newsroom.lib import sqlite

# Before anything imports Django's database backend.
sqlite.mend()
