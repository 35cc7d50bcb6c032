"""How the database means to answer: which queries read a whole table that grows with the paper and its readers."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from articles.models import Contributor, FrontOrder, Pronunciation, Section, Tag
from comments.models import Charter, Policy, Rule
from comments.models.ladder import LadderStep
from comments.models.word_rule import WordRule
from newsroom.subscribers.models import Plan

# What a paper has few of, however old it is. Any other table is one of which no page reads all.
FEW = (
    *(Charter, ContentType, Contributor, FrontOrder, Group, LadderStep, Permission, Plan, Policy, Pronunciation),
    *(Rule, Section, Tag, WordRule),
)
NAMED = re.compile(r'(?:FROM|JOIN|UPDATE|INTO) "?(\w+)"?(?: (?:AS )?"?([A-Z]+\d+)"?)?')
PLACES = re.compile(r"%s(?:, %s)+")
LIMITED = re.compile(r"\bLIMIT\b")
SCAN = re.compile(r"^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$")
SORTS = "USE TEMP B-TREE FOR ORDER BY"
# An index is taken wherever one can serve, however few the rows are.
CLOSED_WAYS = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
PARTIAL = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%% WHERE %%'"


@dataclass
class Watch:
    """What was asked so far, and which of it reads a whole table, in words."""

    asked: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)
    # The page that asks now.
    page: str = ""

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """See how a query would be answered before it is (a wrapper of `connection.execute_wrapper`)."""
        shape = PLACES.sub("%s…", sql)
        if not many and shape not in self.asked and sql.lstrip(" (").startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            self.asked.add(shape)
            for table in _read_whole(sql, params):
                self.wrong[shape] = f"{self.page}: reads all of {table}: {shape}"
        return execute(sql, params, many, context)


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch what is asked of the database."""
    watch = Watch()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for way in CLOSED_WAYS:
                cursor.execute(f"SET LOCAL {way} = off")
    with connection.execute_wrapper(watch):
        yield watch


def big() -> set[str]:
    """Return the tables that grow."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - {
        model._meta.db_table for model in FEW
    }


def ours() -> set[str]:
    """Return the tables of the project that grow."""
    return {name for name in big() if name.startswith(("articles_", "comments_", "subscribers_", "audit_"))}


def _read_whole(sql: str, params: Any) -> set[str]:
    """Return the tables that grow of which the query reads every row, or every entry of an index."""
    plan = _plan_of_postgresql if connection.vendor == "postgresql" else _plan_of_sqlite
    return set(plan(sql, params)) & big()


def _plan_of_sqlite(sql: str, params: Any) -> Iterator[str]:
    """Give the tables that are scanned, but along an index of some of the rows, or as far as a limit goes."""
    tables: dict[str, set[str]] = {}
    for table, alias in NAMED.findall(sql):
        tables.setdefault(alias or table, set()).add(table)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [str(row[3]) for row in cursor.fetchall()]
        cursor.execute(PARTIAL)
        partial = {name for (name,) in cursor.fetchall()}
    stops = bool(LIMITED.search(sql)) and SORTS not in steps
    for step in steps:
        if (scan := SCAN.match(step)) and scan[2] not in partial and not stops:
            yield from tables.get(scan[1], ())


def _plan_of_postgresql(sql: str, params: Any) -> Iterator[str]:
    """Give the tables of which no index serves: with a few rows, it reads along one where a condition is as good."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()
    waiting = [one["Plan"] for one in (json.loads(plan) if isinstance(plan, str) else plan)]
    for node in waiting:
        waiting.extend(node.get("Plans", ()))
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"]
