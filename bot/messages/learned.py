"""What is said of a place that no list has: what it is, near which known place, and how many reports call it so."""

from bot.messages.names import choice_name, foreign
from bot.phrases.catalogues import Phrases
from retrieval.places.learned.place import Settlement
from retrieval.understood import UnderstoodLearned, UnderstoodPlace


def learned_place(phrases: Phrases, place: UnderstoodPlace, learned: UnderstoodLearned) -> str:
    """ "Binah: a village near Afrin, as 3 reports call it; not in the gazetteer." """
    return phrases.ngettext(
        "{name}: {settlement} near {place}, as {count} report calls it; not in the gazetteer.",
        "{name}: {settlement} near {place}, as {count} reports call it; not in the gazetteer.",
        learned.reports,
        name=foreign(phrases, place.matched or place.name),
        settlement=settlement_name(phrases, learned.settlement),
        place=choice_name(phrases, learned.anchor, home=place.country),
    )


def settlement_name(phrases: Phrases, settlement: Settlement) -> str:
    """ "a village" """
    names = {
        Settlement.VILLAGE: phrases.gettext("a village"),
        Settlement.TOWN: phrases.gettext("a town"),
        Settlement.QUARTER: phrases.gettext("a neighbourhood"),
        Settlement.CAMP: phrases.gettext("a camp"),
        Settlement.FARM: phrases.gettext("a farm"),
        Settlement.DAM: phrases.gettext("a dam"),
        Settlement.JUNCTION: phrases.gettext("a junction"),
        Settlement.CHECKPOINT: phrases.gettext("a checkpoint"),
    }
    return names[settlement]
