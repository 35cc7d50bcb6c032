"""What comes in from elsewhere: files of news items are read, checked whole, then written whole."""

from articles.exchange.outcome import Kind, Outcome, summary
from articles.exchange.write import Choices, bring_in

__all__ = ["Choices", "Kind", "Outcome", "bring_in", "summary"]
