"""An answer as a JSON object, whose keys are for programs and stay."""

from collections.abc import Iterable
from typing import Any

from retrieval.answers import Answer, ArticleRef, Coverage, EventWhen, Excerpt, Figure, Incident
from retrieval.article import PublishedPrecision, published_json
from retrieval.places.place import Place
from retrieval.topics.thesaurus import default_thesaurus
from retrieval.understood import Excluded, PlaceChoice, Understood, UnderstoodPeriod, UnderstoodPlace


def answer_json(answer: Answer, *, id_: Any = None) -> dict[str, Any]:
    """The object for one answer, with `id_` echoed when it is given."""
    return {
        **({} if id_ is None else {"id": id_}),
        "answer_id": answer.answer_id,
        "question": answer.question,
        "now": answer.now.isoformat(),
        "understood": _understood(answer.understood),
        "outcome": answer.outcome.value,
        "incidents": [_incident(incident) for incident in answer.incidents],
        "incidents_found": answer.total,
        "coverage": _coverage(answer.coverage),
        **({"choices": [_choice(choice) for choice in answer.choices]} if answer.choices else {}),
        **(
            {"publishers": [{"publisher": name, "articles": count} for name, count in answer.held]}
            if answer.held
            else {}
        ),
        **({"index_away": True} if answer.index_away else {}),
        **({"waiting": answer.waiting} if answer.waiting else {}),
    }


def _understood(understood: Understood) -> dict[str, Any]:
    return {
        "places": [_place(place) for place in understood.places],
        "period": None if understood.period is None else _period(understood.period),
        "topic": understood.topic,
        "order": understood.order.value,
        **({"excluded": _excluded(understood.excluded)} if understood.excluded else {}),
        **({"requests": [request.value for request in understood.requests]} if understood.requests else {}),
        **({"inside": _choice(understood.inside)} if understood.inside else {}),
        "doubts": [{"doubt": doubt.value, "words": words} for doubt, words in understood.doubts],
        **_dialogue(understood),
    }


def _excluded(excluded: Excluded) -> dict[str, Any]:
    """What no passage may be about: topics and actors by their neutral English names."""
    label = default_thesaurus().label
    return {
        "places": [_place(place) for place in excluded.places],
        "topics": [", ".join(map(label, sorted(keys))) for keys in excluded.topics],
        "actors": [label(key) for key in excluded.actors],
        "publishers": list(excluded.publishers),
    }


def _period(period: UnderstoodPeriod) -> dict[str, Any]:
    return {
        "start": period.interval.start.isoformat(),
        "end": period.interval.end.isoformat(),
        "matched": period.matched,
    }


def _dialogue(understood: Understood) -> dict[str, Any]:
    """What was taken from earlier questions of the chat, and what the reader wants to see first."""
    return {
        **({"inherited": list(understood.inherited)} if understood.inherited else {}),
        **({"focus": understood.focus.value} if understood.focus else {}),
        **({"counted": [kind.value for kind in understood.counted]} if understood.counted else {}),
    }


def excerpt_json(excerpt: Excerpt) -> dict[str, Any]:
    """The object for one excerpt."""
    article = excerpt.article
    return {
        "text": excerpt.text,
        "start": excerpt.start,
        "end": excerpt.end,
        "article": {
            "id": article.id,
            "version": article.version,
            "sha256": article.sha256,
            "url": article.url,
            "title": article.title,
            "publisher": article.publisher,
            "published_at": published_json(article.published_at, article.published_precision),
            "language": article.language,
            **_spoken(article),
        },
        "link": excerpt.link,
        "event_date": _event(excerpt.event),
        "places": list(excerpt.places),
        **({"also_in": list(excerpt.also_in)} if excerpt.also_in else {}),
    }


def _spoken(article: ArticleRef) -> dict[str, Any]:
    """Where an article's words come from, and whose they are where they are not those of its address."""
    return {
        **({"origin": article.origin.value} if article.origin else {}),
        **({"speaker": article.speaker} if article.speaker else {}),
    }


def _place(place: UnderstoodPlace) -> dict[str, Any]:
    return {
        "id": place.id,
        "name": place.name,
        "matched": place.matched,
        "country": place.country,
        "lat": place.lat,
        "lon": place.lon,
        "kind": place.kind,
        "within": _names(place.within),
        **({"radius_km": place.learned.radius_km, "reports": place.learned.reports} if place.learned else {}),
        **({"shared": _choice(place.shared)} if place.shared else {}),
        **({"also": [_choice(choice) for choice in place.also]} if place.also else {}),
    }


def _choice(choice: PlaceChoice) -> dict[str, Any]:
    return {"id": choice.id, "name": choice.name, "within": _names(choice.within), "country": choice.country}


def _names(places: Iterable[Place]) -> list[str]:
    return [place.name for place in places]


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "places": list(incident.places),
        "date": _event(incident.event),
        "kind": incident.label,
        "publishers": list(incident.publishers),
        "figures": [_figure(figure) for figure in incident.figures],
        "excerpts": [excerpt_json(excerpt) for excerpt in incident.excerpts],
        **({"beyond": incident.beyond.value} if incident.beyond else {}),
        **({"reprints": incident.reprints} if incident.reprints else {}),
        **({"later_deaths": [_event(day) for day in incident.later_deaths]} if incident.later_deaths else {}),
        **({"sources": [_source(article) for article in incident.sources]} if incident.sources else {}),
    }


def _source(article: ArticleRef) -> dict[str, Any]:
    return {
        "publisher": article.publisher,
        "url": article.url,
        "title": article.title,
        "published_at": published_json(article.published_at, article.published_precision),
        **_spoken(article),
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": figure.kind.value,
        "low": figure.low,
        "high": figure.high,
        "claims": [
            {
                "value": claim.high,
                "excerpt": claim.excerpt,
                "words": claim.words,
                **({"low": claim.low} if claim.low != claim.high else {}),
                **({"qualifier": claim.qualifier} if claim.qualifier else {}),
                **({"later": True} if claim.later else {}),
            }
            for claim in figure.claims
        ],
    }


def _event(event: EventWhen | None) -> dict[str, Any] | None:
    if event is None:
        return None
    return {
        "start": event.interval.start.isoformat(),
        "end": event.interval.end.isoformat(),
        "precision": event.precision,
        **({"part": event.part} if event.part else {}),
    }


def _coverage(coverage: Coverage) -> dict[str, Any]:
    newest = published_json(coverage.newest, PublishedPrecision.DAY)
    return {
        "articles": coverage.articles,
        "publishers": coverage.publishers,
        "newest": newest,
        "quiet": [{"publisher": quiet.publisher, "since": quiet.since.isoformat()} for quiet in coverage.quiet],
        "failing": [{"publisher": one.publisher, "since": one.since.isoformat()} for one in coverage.failing],
        "last_match": None if coverage.last_match is None else excerpt_json(coverage.last_match),
    }
