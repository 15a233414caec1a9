"""What the libraries of released schemas hold: two articles, an answer, a watch, a reader, an editor; all invented."""

import hashlib
import json
from array import array
from typing import Any

CHAT, EDITOR = 4_001, 4_711

FIRST = "Two shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone."
SECOND = "Three shells fell in fields south of Tal Tamr on Saturday, a farmer of the village said by telephone."
CLASH = "Eight fighters were killed in Ras al-Ain on Friday when two groups shot at each other beside the silos."

SHELLS_ID, CLASH_ID, ANSWER_ID = "5a5c0e7ad8bf2f3c", "0b0f6c37b7a5e9d1", "A7F3Q2"

MOMENT, DAY = "2024-11-17 09:00:00.000000", "2024-11-16"

TERMS = {
    "places": [["geonames:174436", "Til Temir"]], "reaches": [], "ids": [], "circle": None, "topics": [], "topic": "",
    "publishers": 1, "killed": 0,
}  # fmt: skip

QUESTION = {"turns": [{"text": "what happened in Til Temir", "today": "2024-11-17", "changes": []}],
            "zone": "Asia/Damascus"}  # fmt: skip


def _article(id_: str, name: str, title: str, version: int) -> dict[str, Any]:
    return {
        "id": id_, "url": f"https://north-wire.example.org/{name}", "title": title, "publisher": "North Wire",
        "language": "en", "published_at": MOMENT, "published_precision": "day", "current_version": version,
        "added_at": MOMENT,
    }  # fmt: skip


def _version(id_: int, article: str, number: int, text: str) -> dict[str, Any]:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return {"id": id_, "article_id": article, "number": number, "sha256": sha256, "title": "Shells", "text": text,
            "kept_at": MOMENT}  # fmt: skip


def _passage(id_: int, version: int, article: str, text: str, current: bool) -> dict[str, Any]:
    return {"id": id_, "version_id": version, "article_id": article, "ordinal": 0, "start": 0, "end": len(text),
            "current": current, "topics": "shelling", "article_topics": "shelling", "watched": True}  # fmt: skip


# In the order in which keys point at each other.
ROWS: dict[str, list[dict[str, Any]]] = {
    "articles": [_article(SHELLS_ID, "shells", "Shells", 2), _article(CLASH_ID, "clash", "Clash", 1)],
    "versions": [
        _version(1, SHELLS_ID, 1, FIRST), _version(2, SHELLS_ID, 2, SECOND), _version(3, CLASH_ID, 1, CLASH),
    ],
    "passages": [
        _passage(1, 1, SHELLS_ID, FIRST, False), _passage(2, 2, SHELLS_ID, SECOND, True),
        _passage(3, 3, CLASH_ID, CLASH, True),
    ],
    "mentions": [{"id": 1, "passage_id": 2, "place_id": "geonames:174436", "role": "text", "start": 35, "end": 43}],
    "periods": [{"id": 1, "passage_id": 2, "starts": DAY, "ends": DAY, "precision": "day", "role": "text"}],
    "passage_words": [{"rowid": 2, "folded": SECOND.lower()}, {"rowid": 3, "folded": CLASH.lower()}],
    "embedding_models": [
        {"id": 1, "name": "words", "dimension": 4, "query_prompt": "query: ", "passage_prompt": "passage: "}
    ],
    "vectors": [
        {"passage_id": id_, "vector": array("f", [0.5] * 4).tobytes(), "indexed": False} for id_ in (2, 3)
    ],
    "answers": [{"id": ANSWER_ID, "answered_at": MOMENT, "outcome": "answered", "question": json.dumps(QUESTION)}],
    "quotations": [
        {"id": 1, "answer_id": ANSWER_ID, "incident": 0, "version_id": 1, "start": 0, "end": len(FIRST)},
        {"id": 2, "answer_id": ANSWER_ID, "incident": 1, "version_id": 3, "start": 0, "end": len(CLASH)},
    ],
    "shown_answers": [
        {"chat_id": CHAT, "message_id": 12, "answer_id": ANSWER_ID, "shown_at": MOMENT, "in_dialogue": True}
    ],
    "corrections": [
        {"id": 1, "article_id": CLASH_ID, "field": "publisher", "value": "North Wire", "corrected_at": MOMENT,
         "corrected_by": EDITOR}
    ],
    "alterations": [
        {"id": 1, "article_id": SHELLS_ID, "kind": "changed", "altered_at": MOMENT, "before_id": 1, "after_id": 2,
         "passed_on": True}
    ],
    "altered_quotations": [{"alteration_id": 1, "quotation_id": 1}],
    "feeds": [
        {"id": 1, "url": "https://north-wire.example.org/feed", "title": "North Wire", "added_by": EDITOR,
         "added_at": MOMENT, "paused": False, "due_at": MOMENT, "failures": 0, "entries": 2, "undated": 0}
    ],
    "channels": [{"chat_id": -1001, "title": "North Wire", "added_by": EDITOR, "added_at": MOMENT}],
    "people": [{"user_id": EDITOR, "role": "editor", "since": MOMENT}],
    "audit": [
        {"id": 1, "done_at": MOMENT, "action": "editors add", "subject": str(EDITOR)},
        {"id": 2, "done_at": MOMENT, "actor": EDITOR, "action": "correct", "subject": CLASH_ID},
        {"id": 3, "done_at": MOMENT, "actor": EDITOR, "action": "ingest", "subject": "interview_with_azad.pdf"},
    ],
    "handled_updates": [{"update_id": 1, "handled_at": MOMENT}],
    "watches": [
        {"id": 1, "chat_id": CHAT, "terms": json.dumps(TERMS), "fingerprint": "f" * 64, "rhythm": "instant", "hour": 8,
         "weekday": 0, "paused": False, "made_at": MOMENT}
    ],
    "watch_keys": [
        {"id": 1, "key": "geonames:174436", "topic": "", "killed": 0, "publishers": 1, "watch_id": 1}
    ],
    "readers": [
        {"chat_id": CHAT, "zone": "Europe/Berlin", "back_at": 0.0, "free_at": 0.0, "first_weekday": 5}
    ],
    "deliveries": [
        {"id": 1, "chat_id": CHAT, "kind": "correction", "subject": 1, "reply_to": 12, "waited": False, "free_at": 0.0,
         "message_id": 13, "sent_at": MOMENT, "revision": 0, "hushed": False, "fixed": False, "attempts": 0,
         "taken": False, "in_flight": False, "uncertain": 0, "made_at": MOMENT}
    ],
}  # fmt: skip
