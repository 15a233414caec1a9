"""What is said of a place that only reports name."""

import pytest

from bot.messages.doubts import notes
from bot.messages.learned import settlement_name
from bot.phrases.catalogues import phrases_for
from retrieval.places.learned.place import Settlement
from retrieval.services import Services
from tests.keeping import ask, draft, keep


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Hinsana: a village near Tal Tamr (Hasakah), as 2 reports call it; not in the gazetteer."),
        ("tr", "Hinsana: Tel Temr (Haseke) yakınında bir köy, 2 habere göre; yer adları listesinde yok."),
    ],
)
def test_an_answer_says_what_reports_call_a_place(services: Services, language: str, said: str) -> None:
    keep(
        services,
        draft("Shells hit the village of Hinsana near Tal Tamr on Friday, and two farmers were wounded."),
        draft("The army left Hinsana village, north of Tal Tamr, on Saturday, residents of the village said."),
    )
    [line] = notes(ask(services, "what happened in Hinsana"), phrases_for(language))
    assert line.split(":")[0] == said.split(":")[0]
    assert line.endswith(said.split(",")[-1].strip())


@pytest.mark.parametrize("language", ["en", "ar", "ku", "tr"])
@pytest.mark.parametrize("settlement", list(Settlement))
def test_every_kind_of_place_has_a_name_in_each_language(settlement: Settlement, language: str) -> None:
    name = settlement_name(phrases_for(language), settlement)
    assert name
    assert language == "en" or name != settlement_name(phrases_for("en"), settlement)
