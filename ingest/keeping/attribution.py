"""Whose words an article carries: those of its address, or those of somebody else who links to it."""

from dataclasses import replace

from ingest.formats.drafts import ArticleDraft
from ingest.web.owners import owner_of, owns


def attributed(draft: ArticleDraft) -> ArticleDraft:
    """A draft under the name of who speaks in it.

    Only what was read where the owner of its address speaks is an article of that address. Anything else is one of its
    own, which names its speaker. What the newsroom hands in was read nowhere else: it may name any address.
    """
    if draft.read_at is None or owns(draft.read_at, draft.url):
        return draft
    return replace(draft, speaker=owner_of(draft.read_at))
