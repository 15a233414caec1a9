"""What the bot says about itself: what it does, what it does not do, and three questions to try."""

from telegram import BotCommand, Message, Update

from bot.context import Context, phrases_of
from bot.messages.buttons import example_buttons
from bot.messages.layout.message import OutMessage
from bot.phrases.catalogues import Phrases
from bot.transport.sending import reply


async def start(update: Update, context: Context) -> None:
    """Greet, and show what can be asked."""
    await reply(update, context, greeting(phrases_of(update)))


async def help_(update: Update, context: Context) -> None:
    """Say what the bot does and does not do."""
    await reply(update, context, help_text(phrases_of(update), context.bot.username))


async def not_text(update: Update, context: Context) -> None:
    """Say to a photo, a voice message, a file or a sticker that only words are answered, and what to do instead.

    Once to an album, which comes as a message for each of its pictures, and not where one of them asked something.
    """
    message = update.effective_message
    if message is not None and message.media_group_id is not None:
        if message.media_group_id in context.bot_data.albums:
            return
        context.bot_data.albums.append(message.media_group_id)
    if message is not None:
        await reply(update, context, _instead_of(message, phrases_of(update)))


def _instead_of(message: Message, phrases: Phrases) -> str:
    """What to do instead of sending what has no words."""
    if message.voice or message.audio or message.video_note:
        return phrases.gettext("What is spoken cannot be heard here. Write your question; /help shows how to ask.")
    if message.photo or message.video or message.animation:
        return phrases.gettext("Pictures cannot be read here. Write your question; /help shows how to ask.")
    if message.document:
        return phrases.gettext(
            "Files are taken in from the editors of this newsroom only. If you have a report, show it to one of them. "
            "To ask something, write your question; /help shows how."
        )
    if message.contact:
        return phrases.gettext(
            "A contact is not kept, and nobody is looked up by a number. Write your question; /help shows how to ask."
        )
    return phrases.gettext("Only written questions can be answered. /help shows how to ask.")


async def unknown_command(update: Update, context: Context) -> None:
    """Say that a command does not exist."""
    sentence = phrases_of(update).gettext("There is no such command. /help shows those that there are.")
    await reply(update, context, sentence)


def example_questions(phrases: Phrases) -> tuple[str, ...]:
    """Three questions of the kind that the bot answers."""
    return (
        phrases.gettext("What happened in Sere Kaniye this week?"),
        phrases.gettext("Drone strikes near Kobani in October"),
        phrases.gettext("Who was killed in Tal Tamr since Friday?"),
    )


def greeting(phrases: Phrases) -> OutMessage:
    """The first message that a reader sees."""
    text = f"{_what_it_does(phrases)}\n\n{_how_to_ask(phrases)}"
    return OutMessage(text, keyboard=example_buttons(example_questions(phrases)))


def group_welcome(phrases: Phrases, username: str) -> OutMessage:
    """What a group reads when the bot has been added to it."""
    return OutMessage(f"{_what_it_does(phrases)}\n\n{_in_a_group(phrases, username)}")


def help_text(phrases: Phrases, username: str, *more: str) -> OutMessage:
    """What the bot does and does not do, how to use it in a group, and more where there is; questions to try last."""
    paragraphs = (
        _what_it_does(phrases),
        _what_it_does_not(phrases),
        _in_a_dialogue(phrases),
        _watching(phrases),
        _in_a_group(phrases, username),
        *more,
        _how_to_ask(phrases),
    )
    return OutMessage("\n\n".join(paragraphs), keyboard=example_buttons(example_questions(phrases)))


def commands(phrases: Phrases) -> list[BotCommand]:
    """What Telegram lists when a reader types a slash."""
    return [
        BotCommand("ask", phrases.gettext("Ask a question, also in a group")),
        BotCommand("watch", phrases.gettext("Be told of what happens in a place")),
        BotCommand("watches", phrases.gettext("What is watched here; change or stop it")),
        BotCommand("mute", phrases.gettext("Keep quiet for a while: /mute 8h")),
        BotCommand("quiet", phrases.gettext("Quiet hours: /quiet 22-7")),
        BotCommand("timezone", phrases.gettext("On whose clock days and hours count")),
        BotCommand("week", phrases.gettext("On which day a week begins")),
        BotCommand("mydata", phrases.gettext("What is kept about you")),
        BotCommand("forgetme", phrases.gettext("Delete all of it")),
        BotCommand("new", phrases.gettext("Forget what was asked before")),
        BotCommand("help", phrases.gettext("What this bot does and does not do")),
    ]


def short_description(phrases: Phrases) -> str:
    """What Telegram shows on the bot's profile.

    At most 120 characters.
    """
    return phrases.gettext("Answers questions about incidents with word-for-word quotations and their sources.")


def description(phrases: Phrases) -> str:
    """What Telegram shows in a chat that is still empty.

    At most 512 characters.
    """
    return _what_it_does(phrases)


def _what_it_does(phrases: Phrases) -> str:
    return phrases.gettext(
        "Dateline answers questions about incidents in the region with what was published: word-for-word "
        "quotations, each with its date, its publisher and a link to the sentence."
    )


def _what_it_does_not(phrases: Phrases) -> str:
    return phrases.gettext(
        "It writes nothing about events itself. It does not judge which report is right: where reports "
        "differ, it shows both. Where there is no report, it says so, and what was searched. Questions are "
        "kept for a week at most, so that the buttons below an answer work, and are not logged."
    )


def _how_to_ask(phrases: Phrases) -> str:
    return phrases.gettext("Name a place, and a period or a topic if you like. For example:")


def _in_a_dialogue(phrases: Phrases) -> str:
    return phrases.gettext(
        "Then go on: “and in Kobani?”, “last month?”, “how many killed?”, “who says so?”, “more”. A reply to an "
        "earlier answer goes on with that one. /new forgets the questions before."
    )


def _watching(phrases: Phrases) -> str:
    return phrases.gettext(
        "/watch and a place or a topic, a button below an answer, or a shared location: new incidents there come here, "
        "each once, and what is new of one is written into its message. /watches changes and stops that; /mute, /quiet "
        "and /timezone say when it is too late for it. /mydata shows what is kept, /forgetme deletes it."
    )


def _in_a_group(phrases: Phrases, username: str) -> str:
    return phrases.gettext(
        "In a group: /ask and the question, or mention @{username}, or reply to one of its messages.",
        username=username,
    )
