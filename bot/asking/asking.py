"""A question and what follows it: the answer, more of it, a wider one, another place of that name."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Message, MessageEntity, Update

from bot.asking.dialogue import about_to_show, before, is_own, remember, replied_to
from bot.asking.greeting import example_questions, help_, start
from bot.asking.words import GREETINGS, HELP, THANKS, asked_words, is_one_of
from bot.context import Context, phrases_of, phrases_of_answer
from bot.messages.answer import render_answer
from bot.messages.layout.message import OutMessage
from bot.transport.sending import Destination, destination_of, reply, send, typing
from bot.transport.updates import acknowledge, say_not_in_use, say_not_kept
from retrieval.answers import Answer
from retrieval.questions.widening import Widening

MORE = re.compile(r"more:(?P<answer>\w+):(?P<after>\d{1,6})$")
WIDER = re.compile(rf"wide:(?P<answer>\w+):(?P<step>{'|'.join(Widening)})$")
PLACE = re.compile(r"pick:(?P<answer>\w+):(?P<place>.+)", re.DOTALL)
EXAMPLE = re.compile(r"try:(?P<number>\d)$")
LOOKED_UP = (MORE, WIDER, PLACE, EXAMPLE)  # presses for which something has to be looked up


async def question(update: Update, context: Context) -> None:
    """Answer a message that is a question."""
    message = update.effective_message
    if message is None:
        return
    if message.media_group_id is not None:
        context.bot_data.albums.append(message.media_group_id)
    words = question_words(message, context.bot.username)
    if is_one_of(words, HELP):
        await help_(update, context)
    elif is_one_of(words, GREETINGS):
        await start(update, context)
    elif is_one_of(words, THANKS):
        await reply(update, context, phrases_of(update).gettext("You are welcome. Ask whenever you like."))
    else:
        await _answer(words, destination_of(message), update, context, message)


async def ask(update: Update, context: Context) -> None:
    """Answer /ask with the words after it, or with those of the message that it replies to."""
    message = update.effective_message
    if message is not None:
        words = " ".join(question_words(message, context.bot.username).split(maxsplit=1)[1:])
        replied = replied_to(message)
        if words:
            await _answer(words, destination_of(message), update, context, message)
        elif replied is not None and not is_own(replied):
            await _answer(asked_words(replied), destination_of(message), update, context)
        else:
            sentence = phrases_of(update).gettext("What do you want to know?")
            await reply(update, context, OutMessage(sentence, asks=True))


async def example(update: Update, context: Context) -> None:
    """Answer one of the questions below the greeting."""
    pressed = _pressed(update, context)
    if pressed:
        examples = example_questions(phrases_of(update))
        words = examples[int(pressed["number"]) % len(examples)]
        await acknowledge(pressed.query)
        await _answer(words, pressed.to, update, context)


async def more(update: Update, context: Context) -> None:
    """Show the next incidents of an answer."""
    pressed = _pressed(update, context)
    if pressed:
        answerer = context.services.answerer
        await _follow_up(pressed, update, context, answerer.more, pressed["answer"], after=int(pressed["after"]))


async def wider(update: Update, context: Context) -> None:
    """Answer the same question over a longer period, or for the area around the place."""
    pressed = _pressed(update, context)
    if pressed:
        step = Widening(pressed["step"])
        await _follow_up(pressed, update, context, context.services.answerer.widen, pressed["answer"], step)


async def other_place(update: Update, context: Context) -> None:
    """Answer the same question about another place of that name."""
    pressed = _pressed(update, context)
    if pressed:
        await _follow_up(
            pressed, update, context, context.services.answerer.choose, pressed["answer"], pressed["place"]
        )


async def unknown_button(update: Update, _context: Context) -> None:
    """Say that a button of another version of the bot is no longer in use."""
    await say_not_in_use(update)


def question_words(message: Message, username: str) -> str:
    """The words of a message that are a question, without the bot's own name."""
    return without_mention(asked_words(message), username)


def without_mention(text: str, username: str) -> str:
    """The question without the bot's own name."""
    return re.sub(rf"@{re.escape(username)}\b", " ", text, flags=re.IGNORECASE).strip()


def is_addressed(message: Message) -> bool:
    """Whether a message of a group is meant for the bot: it names the bot, or replies to it."""
    bot = message.get_bot()
    replied = replied_to(message)
    if replied and is_own(replied):
        return True
    in_text = message.parse_entities if message.text else message.parse_caption_entities
    mentions = in_text([MessageEntity.MENTION])
    if any(name.casefold() == f"@{bot.username}".casefold() for name in mentions.values()):
        return True
    return any(
        entity.user is not None and entity.user.id == bot.id for entity in message.entities or message.caption_entities
    )


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A button that was pressed, what its data says, and where the answer goes."""

    query: CallbackQuery
    match: re.Match[str]
    to: Destination

    def __getitem__(self, name: str) -> str:
        return self.match[name]


def _pressed(update: Update, context: Context) -> _Pressed | None:
    """The press.

    None where Telegram does not say in which chat the button stands.
    """
    query = update.callback_query
    if query is None or query.message is None or not context.matches:
        return None
    message = query.message
    to = destination_of(message) if isinstance(message, Message) else Destination(message.chat.id)
    return _Pressed(query, context.matches[0], to)


async def _answer(
    words: str, to: Destination, update: Update, context: Context, message: Message | None = None
) -> None:
    """Answer words.

    Where they stand in a message, it may reply to what they follow.
    """
    async with typing(context.bot, to):
        settings = await context.settings_of(to.chat_id)
        follows = await before(message, to, context)
        answer = await context.look_up(
            context.services.answerer.ask,
            words,
            now=context.now,
            zone=context.bot_data.readers.clock(settings).zone,
            first_weekday=settings.first_weekday,
            context=follows.turns,
            after=follows.answer_id,
        )
    await _show(answer, to, update, context, message.message_id if message else None)


async def _show(answer: Answer, to: Destination, update: Update, context: Context, asked_in: int | None = None) -> None:
    phrases = phrases_of_answer(answer, phrases_of(update))
    about_to_show(answer.answer_id)
    sent = await send(context.bot, to, render_answer(answer, phrases))
    await remember(sent, to, answer.answer_id, context, asked_in)


async def _follow_up(
    pressed: _Pressed,
    update: Update,
    context: Context,
    call: Callable[..., Answer],
    *args: object,
    **kwargs: object,
) -> None:
    """Answer a press: at once that it arrived, and then what it asks for."""
    is_here = await context.was_shown(pressed.to.chat_id, pressed["answer"])
    if not is_here or not await asyncio.to_thread(context.services.answerer.is_kept, pressed["answer"]):
        await say_not_kept(update, context)
        return
    await acknowledge(pressed.query)
    async with typing(context.bot, pressed.to):
        answer = await context.look_up(call, *args, now=context.now, **kwargs)
    await _show(answer, pressed.to, update, context)
