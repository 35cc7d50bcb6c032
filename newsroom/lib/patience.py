"""How long PostgreSQL may take over one statement: seconds for a page, minutes for a task.

A command takes as long as it takes: an index on a million rows is not made in the time of a page. SQLite has no such
limit.
"""

from django.db import connections

PAGE_SECONDS = 5
TASK_SECONDS = 300
# Longer than a page's statement may take: who works between two statements holds what others wait for.
IDLE_SECONDS = {PAGE_SECONDS: 15, TASK_SECONDS: 300}


def limit(seconds: int) -> None:
    """Let no statement of this process last longer; what DATABASE_URL says of it counts for more.

    To be called before the database is asked anything.
    """
    for alias in connections:
        options = connections.settings[alias]["OPTIONS"]
        if connections[alias].vendor == "postgresql":
            own = f"-c statement_timeout={seconds}s -c idle_in_transaction_session_timeout={IDLE_SECONDS[seconds]}s"
            # The last of two that say otherwise holds.
            options["options"] = f"{own} {options['options']}"
