"""The tables of learned places and of the articles that attest them."""

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from retrieval.library.models import Word
from retrieval.places.learned.place import Settlement, Standing


class LearnedPlaceRow(SQLModel, table=True):
    """A place that no gazetteer has. It stays when nothing attests it any more, so that its id does."""

    __tablename__ = "learned_places"
    id: str = Field(primary_key=True)  # of its first attestation: `Attestation.key`
    skeleton: str = Field(index=True)
    settlement: Settlement = Field(sa_column=Column(Word(Settlement), nullable=False))
    country: str
    anchor_id: str  # the known place that its best attestation puts it in or near
    parent_id: str | None = None  # what contains it
    lat: float
    lon: float
    radius_km: int  # how far from there it may lie
    standing: Standing = Field(default=Standing.HEARD, sa_column=Column(Word(Standing), nullable=False))
    merged_into: str | None = None  # the known place that it is


class AttestationRow(SQLModel, table=True):
    """A spelling of a learned place that an article has."""

    __tablename__ = "attestations"
    __table_args__ = (UniqueConstraint("article_id", "place_id", "name"),)
    id: int | None = Field(default=None, primary_key=True)
    place_id: str = Field(foreign_key="learned_places.id", index=True)
    article_id: str = Field(foreign_key="articles.id")
    name: str
