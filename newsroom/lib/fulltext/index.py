"""Which words are indexed, and what both databases do with a text before it is."""

from dataclasses import dataclass

# How many of the newest rows are looked at to learn whether a word is a common one, and how many of them must hold it:
# a page of a list. Then a list from the newest on is soon full, and it would be a waste to find all the rows first.
NEWEST = 2000
ENOUGH = 50
# Of a word that stands in more rows, so many of the newest are weighed against each other: to weigh a row costs more
# than to find it, and a paper's archive grows for ever.
WEIGHED = 3000

# What no decomposition takes apart, and French writes both ways.
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}


@dataclass(frozen=True, slots=True)
class Index:
    """The words of one table, in its `columns`, the weightiest first. Its rows are known by `id`."""

    table: str
    columns: tuple[str, ...]
    # Whether other forms of a word are found as well: its plural, and what else the database knows of French.
    has_forms: bool = False

    @property
    def name(self) -> str:
        """What it is called in the database."""
        return name_of(self.table)


def name_of(table: str) -> str:
    """Return the name of the table's index in the database."""
    return f"{table}_words"


def without_ligatures(sql: str) -> str:
    """Return the SQL of a text whose ligatures are taken apart."""
    for ligature, letters in LIGATURES.items():
        sql = f"replace({sql}, '{ligature}', '{letters}')"
    return sql
