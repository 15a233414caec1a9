"""What `dateline status` shows: what the library holds, what waits, and whether the index is well."""

from typing import Any

from retrieval.article import PublishedPrecision, published_json
from retrieval.index import vectors
from retrieval.library.database import read_session
from retrieval.library.stamps.stamps import Stamps
from retrieval.services import Services


def library_status(services: Services) -> dict[str, Any]:
    """The state of a library as named values, in the order in which they are shown."""
    services.indexer.look()
    totals = services.library.totals()
    pending = services.indexer.backlog.pending()
    stamps = Stamps(services.library.engine).counts()
    with read_session(services.library.engine) as session:
        model = vectors.stored_model(session)
    return {
        "articles": totals["articles"],
        "undated articles": totals["undated"],
        "passages": totals["passages"],
        "publishers": totals["publishers"],
        "newest": published_json(totals["newest"], PublishedPrecision.DAY),
        "places": len(services.gazetteer),
        "pending": pending.unembedded + pending.unindexed,
        "model": model.name if model else services.settings.embedding_model,
        "model set": services.settings.embedding_model,
        "index": "well" if services.indexer.owns_index else services.indexer.trouble,
        "stamps waiting": stamps.waiting,
        "stamps": "well" if stamps.fault is None else stamps.fault,
        "database": services.library.engine.url.render_as_string(hide_password=True),
    }
