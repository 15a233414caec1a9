"""What an address gave, read by what it is: a page or a PDF."""

from datetime import datetime

from ingest.formats.documents.pdf import is_pdf, read_pdf
from ingest.formats.drafts import Fields
from ingest.formats.pages.page import read_page
from ingest.web.outcomes import Fetched


def read_fetched(page: Fetched, now: datetime) -> Fields:
    """The item that an address gave.

    Unreadable says why it is no article.
    """
    if is_pdf(page.body):
        return read_pdf(page.body, page.final_url)
    return read_page(page.body, page.final_url, content_type=page.content_type, now=now)
