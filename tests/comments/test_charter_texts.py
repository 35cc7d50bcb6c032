"""The charter as it is written: every rule whole, in two languages, plain text, set as a paper sets it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

CHARTER: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "comments" / "charters" / "1.json").read_text(encoding="utf-8")
)
RULES: list[dict[str, Any]] = CHARTER["rules"]
TEXTS = {
    f"{rule['number']} {key}": value for rule in RULES for key, value in rule.items() if isinstance(value, str)
} | {key: value for key, value in CHARTER.items() if isinstance(value, str)}
FRENCH = {name: text for name, text in TEXTS.items() if name.endswith("_fr")}

SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
# Before a high sign or inside guillemets, a space that may break or none at all; a typewriter's apostrophe.
BAD_FRENCH = re.compile(r" [;:!?»]|« |[^\u202f][;!?]|[^\u00a0][:»]|«[^\u00a0]|'")


def test_the_charter_has_ten_rules_numbered_in_order() -> None:
    assert CHARTER["version"] == 1
    assert [rule["number"] for rule in RULES] == list(range(1, 11))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["number"])
def test_a_rule_is_written_whole_in_both_languages(rule: dict[str, Any]) -> None:
    assert set(rule) == {"number", "category"} | {
        f"{part}_{language}" for part in ("title", "text", "explanation") for language in ("fr", "en")
    }
    assert all(rule[key].strip() for key in rule if key != "number")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["number"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_rule_stays_short_and_its_explanation_shorter(rule: dict[str, Any], language: str) -> None:
    assert 2 <= len(SENTENCE_END.findall(rule[f"text_{language}"])) <= 5
    assert 2 <= len(SENTENCE_END.findall(rule[f"explanation_{language}"])) <= 3


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_text_of_the_charter_is_plain_text(text: str) -> None:
    assert not re.search(r"[<>]|&\w+;", text)


@pytest.mark.parametrize("text", FRENCH.values(), ids=list(FRENCH))
def test_the_french_is_set_as_a_newspaper_prints_it(text: str) -> None:
    assert BAD_FRENCH.findall(text) == []
