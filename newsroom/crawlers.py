"""The programs that take in the site's pages, by what they do it for."""

# As their makers document them (2026). Who is not named here is let in: a list can refuse only whom it names.
# The national library is in none: what is published on line in France is deposited there by law, which no robots.txt
# lifts (Code du patrimoine, L. 131-2 and L. 132-2-1).
PURPOSES = {
    "search": (
        "Applebot", "Baiduspider", "Bingbot", "DuckDuckBot", "Googlebot", "Googlebot-Image", "Googlebot-News",
        "Qwantbot", "SeznamBot", "Slurp", "YandexBot",
    ),
    "archive": ("archive.org_bot", "ia_archiver", "arquivo-web-crawler"),
    "answers": (
        "Amzn-SearchBot", "ChatGPT-User", "Claude-SearchBot", "Claude-User", "DuckAssistBot", "Google-CloudVertexBot",
        "Meta-ExternalFetcher", "MistralAI-User", "OAI-SearchBot", "Perplexity-User", "PerplexityBot", "YouBot",
    ),
    "training": (
        "AI2Bot", "Amazonbot", "Applebot-Extended", "Bytespider", "CCBot", "ClaudeBot", "DeepSeekBot", "Diffbot",
        "FacebookBot", "GPTBot", "Google-Extended", "ImagesiftBot", "Meta-ExternalAgent", "PanguBot", "Timpibot",
        "anthropic-ai", "cohere-training-data-crawler", "img2dataset", "omgili", "webzio-extended",
    ),
}  # fmt: skip
