"""Editors invite readers, owners invite editors, too: by links that say nothing to others."""

import asyncio
from datetime import UTC, datetime

from telegram import Update
from telegram.constants import ChatType
from telegram.helpers import create_deep_linked_url

from bot.context import Context, phrases_of
from bot.messages.dates import full_date, time_of_day
from bot.models import Invitation
from bot.people.invitation_terms import MOST_DAYS, MOST_USES, InvitationTerms, read_terms
from bot.people.invitations import Invitations, short_id
from bot.people.people import Role
from bot.people.rights import acting_person, editors_only, is_own_words, role_of
from bot.phrases.catalogues import Phrases
from bot.settings import Access
from bot.transport.sending import reply
from bot.transport.updates import after_command


@editors_only
async def invite(update: Update, context: Context) -> None:
    """Answer /invite, /invite list and /invite revoke ID, in private only: a link lets in whoever sees it."""
    message, phrases = update.effective_message, phrases_of(update)
    if message is None:
        return
    if message.chat.type != ChatType.PRIVATE:
        await reply(update, context, phrases.gettext("Invitations are made in the private chat with this bot."))
        return
    asked = after_command(message).strip()
    word, _, rest = asked.partition(" ")
    match word.lower():
        case "list":
            await _list(update, context)
        case "revoke":
            await _revoke(rest.strip().lower(), update, context)
        case _:
            await _make(read_terms(asked), update, context)


async def redeem(update: Update, context: Context) -> None:
    """Note the role that the link behind /start gives.

    What /start answers comes after this, the same for any link.
    """
    message, person = update.message, acting_person(update)
    if message is None or person is None or person in context.bot_data.settings.admins or not is_own_words(message):
        return
    invitations = Invitations(context.services.library.engine)
    given = await asyncio.to_thread(invitations.redeem, after_command(message), person, datetime.now(UTC))
    if given is Role.EDITOR:
        sentence = phrases_of(update).gettext(
            "You are an editor now. Send addresses with /ingest, files or forwarded posts, and invite readers with "
            "/invite."
        )
        await reply(update, context, sentence)


async def _make(terms: InvitationTerms | None, update: Update, context: Context) -> None:
    phrases = phrases_of(update)
    if terms is None or terms.role not in await _invitable(update, context):
        await reply(update, context, _how_to(phrases))
        return
    invitations = Invitations(context.services.library.engine)
    payload, invitation = await asyncio.to_thread(invitations.make, terms, acting_person(update), datetime.now(UTC))
    said = (
        phrases.gettext("Whoever opens this link becomes an editor:")
        if terms.role is Role.EDITOR
        else phrases.gettext("Whoever opens this link becomes a reader:")
    )
    lines = [said, create_deep_linked_url(context.bot.username, payload), _line(invitation, context, phrases)]
    if terms.role is Role.READER and context.bot_data.settings.access is Access.CLOSED:
        lines.append(phrases.gettext("At present only editors get answers: DATELINE_ACCESS is “closed”."))
    await reply(update, context, "\n".join(lines))


async def _list(update: Update, context: Context) -> None:
    phrases, invitations = phrases_of(update), Invitations(context.services.library.engine)
    roles = await _invitable(update, context)
    outstanding = await asyncio.to_thread(invitations.outstanding, roles, datetime.now(UTC))
    lines = [_line(invitation, context, phrases) for invitation in outstanding]
    await reply(update, context, "\n".join(lines) or phrases.gettext("No invitation is outstanding."))


async def _revoke(id_: str, update: Update, context: Context) -> None:
    phrases, invitations = phrases_of(update), Invitations(context.services.library.engine)
    roles, person = await _invitable(update, context), acting_person(update)
    if await asyncio.to_thread(invitations.revoke, id_, roles, person, datetime.now(UTC)):
        await reply(update, context, phrases.gettext("This invitation lets nobody in any more."))
    else:
        await reply(update, context, phrases.gettext("No such invitation is outstanding. /invite list shows them."))


async def _invitable(update: Update, context: Context) -> tuple[Role, ...]:
    """The roles to which the person may invite.

    Invitations to others are not theirs to see or to end either.
    """
    role = await asyncio.to_thread(role_of, context.bot_data, acting_person(update))
    return (Role.READER, Role.EDITOR) if role is Role.OWNER else (Role.READER,)


def _line(invitation: Invitation, context: Context, phrases: Phrases) -> str:
    """ "3f2a9c41 · reader · 2 uses left · until 24 Nov 2024 14:05" """
    role = phrases.gettext("editor") if invitation.role == Role.EDITOR else phrases.gettext("reader")
    uses = phrases.ngettext("{count} use left", "{count} uses left", invitation.uses_left)
    end = invitation.expires_at.astimezone(context.bot_data.settings.zone)
    moment = phrases.gettext("{day} {time}", day=full_date(phrases, end.date()), time=time_of_day(phrases, end))
    return " · ".join([short_id(invitation), role, uses, phrases.gettext("until {moment}", moment=moment)])


def _how_to(phrases: Phrases) -> str:
    return phrases.gettext(
        "/invite makes a link for one reader that works for 7 days; /invite 5 uses 3 days changes this, up to {uses} "
        "uses and {days} days. Owners make editors with /invite editor. /invite list shows what is outstanding, "
        "/invite revoke ID ends it.",
        uses=MOST_USES,
        days=MOST_DAYS,
    )
