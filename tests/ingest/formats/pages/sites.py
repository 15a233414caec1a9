"""Pages written for tests: an article, and what sites put around it."""

from datetime import UTC, datetime

NOW = datetime(2024, 11, 17, 12, tzinfo=UTC)
URL = "https://valley-post.example.org/news/bridge"
FIRST = (
    "Engineers closed the old bridge near the river on Friday after heavy rain had damaged one of its pillars, "
    "the town council said in a statement."
)
SECOND = "The council asked drivers to use the ferry until experts have seen the damage, which may take a week."
THIRD = "“Nobody was hurt,” said a guard – he had heard the stones fall ١٢ minutes after three."
STORY = (FIRST, SECOND, THIRD)
ARTICLE = f"<article><h1>Bridge closed near the river</h1>{''.join(f'<p>{line}</p>' for line in STORY)}</article>"


def page(head: str = "", body: str = ARTICLE, title: str = "Bridge closed near the river | Valley Post") -> bytes:
    """A page in UTF-8."""
    return f"<!doctype html><html lang='en-US'><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
