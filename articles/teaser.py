"""The teaser: what everyone may read of a walled body. Pure."""

from newsroom.lib import markup

# Who is refused reads the paragraphs that hold the first fifty words, or the first when it is longer;
# a paragraph that would pass a hundred is not begun (Google's advice on lead-in: 50 to 100 words).
TEASER_WORDS = 50
TEASER_MAX_WORDS = 100


def teaser(body: str) -> str:
    """Return what everyone may read of a walled body: up to the editor's wall mark, or the first paragraphs.

    By default never its last words: of a body whose words are one block, nothing; nor a long first paragraph that is
    most of it.
    """
    blocks = markup.blocks(body)
    if markup.WALL_MARK in blocks:
        return "\n".join(blocks[: blocks.index(markup.WALL_MARK)])
    taken: list[str] = []
    count = 0
    for block in blocks[: _last_with_words(blocks)]:
        words = markup.word_count(block)
        if not block.startswith("<p") or count >= TEASER_WORDS or (taken and count + words > TEASER_MAX_WORDS):
            break
        taken.append(block)
        count += words
    tells_most = count > TEASER_MAX_WORDS and 2 * count > markup.word_count(body)
    return "" if tells_most else "\n".join(taken)


def _last_with_words(blocks: list[str]) -> int:
    """Return where the last block that says something stands: a rule or a picture behind it ends no article."""
    return max((place for place, block in enumerate(blocks) if markup.word_count(block)), default=0)
