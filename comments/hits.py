"""placeholder until the intake's own lands"""

from typing import Any


def told(hit: dict[str, Any]) -> str:
    return str(hit["check"])
