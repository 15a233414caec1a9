"""What figures count: people killed, injured, detained, abducted or displaced."""

from enum import StrEnum


class FigureKind(StrEnum):
    """What a figure counts."""

    KILLED = "killed"
    INJURED = "injured"
    DETAINED = "detained"
    ABDUCTED = "abducted"
    DISPLACED = "displaced"
