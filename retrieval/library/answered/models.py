"""The table of what chats were told of quotations after they were shown them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from retrieval.library.models import Article, Moment, Word


class ArticleState(StrEnum):
    """How an article stands, whatever its words are."""

    SHOWN = "shown"
    WITHDRAWN = "withdrawn"  # by an editor
    GONE = "gone"  # its page is not there any more

    @classmethod
    def of(cls, article: Article) -> "ArticleState":
        """How an article stands now: an editor's word goes before its page."""
        if article.retracted_at is not None:
            return cls.WITHDRAWN
        return cls.SHOWN if article.gone_at is None else cls.GONE


class ToldQuotation(SQLModel, table=True):
    """What a chat was last told of a quotation that it was shown. Of one without a row it knows what it was shown."""

    __tablename__ = "told_quotations"
    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    quotation_id: int = Field(primary_key=True, foreign_key="quotations.id")
    version_id: int = Field(foreign_key="versions.id")  # in which its words stood
    state: ArticleState = Field(sa_column=Column(Word(ArticleState), nullable=False))
    told_at: datetime = Field(sa_column=Column(Moment, nullable=False, index=True))
