"""Editors see the places that only reports name, and say of each where it is or which known one, or that it is none.

The command is /places.
"""

import asyncio

from telegram import Update

from bot.context import Context, phrases_of
from bot.feeding.mending import mend
from bot.messages.layout.message import OutMessage
from bot.messages.layout.rich_text import Piece, TextBuilder
from bot.messages.learned import settlement_name
from bot.messages.names import foreign
from bot.people.rights import acting_person, editors_only
from bot.phrases.catalogues import Phrases
from bot.transport.sending import reply
from bot.transport.updates import after_command
from retrieval.errors import QuestionError
from retrieval.library.learned.loading import all_learned
from retrieval.places.gazetteer import Gazetteer
from retrieval.places.learned.place import LearnedPlace, Standing

# Places in one message, those with the most reports: what a phone shows without scrolling for long.
MOST_PLACES = 12

# Spellings of one place that are shown.
MOST_NAMES = 3


@editors_only
async def places(update: Update, context: Context) -> None:
    """Answer /places: the learned places that nobody has looked at, or what the words behind it do to one."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    words = after_command(message).split()
    if not words:
        await reply(update, context, await asyncio.to_thread(_listed, context, phrases))
        return
    try:
        place_id = await asyncio.to_thread(mend, context.services, words, acting_person(update))
    except QuestionError as error:
        await reply(update, context, str(error))
        return
    await reply(
        update, context, phrases.gettext("Noted for {id}; the reports that name it were read again.", id=place_id)
    )


def _listed(context: Context, phrases: Phrases) -> OutMessage:
    learned = [one for one in all_learned(context.services.library.engine) if one.standing is Standing.HEARD]
    if not learned:
        return OutMessage(phrases.gettext("No report names a place that the gazetteer lacks."), ())
    heading = phrases.ngettext(
        "{count} place that only reports name:", "{count} places that only reports name:", len(learned)
    )
    builder = TextBuilder().add(heading)
    for one in learned[:MOST_PLACES]:
        builder.add(f"\n\n{_line(one, context.services.gazetteer, phrases)}\n").code(one.place.id)
    how_to = phrases.gettext(
        "/places confirm ID 36.51 36.87 says where one is, /places merge ID and a name that it is a known place, "
        "/places reject ID that it is none."
    )
    return OutMessage(*builder.extend((Piece(f"\n\n{how_to}"),)).build())


def _line(one: LearnedPlace, gazetteer: Gazetteer, phrases: Phrases) -> str:
    """ "Binah, بينه: a village near Afrin, up to 15 km; 3 reports" """
    anchor = gazetteer.get(one.anchor_id)
    return phrases.ngettext(
        "{names}: {settlement} near {place}, up to {km} km; {count} report",
        "{names}: {settlement} near {place}, up to {km} km; {count} reports",
        one.reports,
        names=phrases.gettext(", ").join(foreign(phrases, name) for name in one.names[:MOST_NAMES]),
        settlement=settlement_name(phrases, one.settlement),
        place=foreign(phrases, anchor.name if anchor else one.anchor_id),
        km=phrases.number(one.radius_km),
    )
