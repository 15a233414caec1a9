"""The bot about itself: who it is, its texts, its menu of commands."""

from __future__ import annotations

import json
import re

from tests.telegram.errors import ApiError, bad_request
from tests.telegram.methods.call import Call, Handler
from tests.telegram.types import Json

MOST_COMMANDS = 100
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_LONGEST = {"name": 64, "description": 512, "short_description": 120}


async def get_me(call: Call) -> Json:
    bot = call.world.bot
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return bot.to_json() | abilities


async def set_my_commands(call: Call) -> bool:
    commands = call.params.nested("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    call.world.profile.commands[_menu(call)] = [_command(command) for command in commands]
    return True


async def get_my_commands(call: Call) -> list[Json]:
    return call.world.profile.commands.get(_menu(call), [])


async def delete_my_commands(call: Call) -> bool:
    call.world.profile.commands.pop(_menu(call), None)
    return True


def _setter(kind: str) -> Handler:
    async def set_text(call: Call) -> bool:
        text = call.params.text(kind)
        if len(text) > _LONGEST[kind]:
            raise bad_request(f"{kind.replace('_', ' ')} is too long")
        call.world.profile.texts[kind, _language(call)] = text
        return True

    return set_text


def _getter(kind: str) -> Handler:
    async def get_text(call: Call) -> Json:
        return {kind: call.world.profile.text(kind, _language(call))}

    return get_text


async def set_chat_menu_button(call: Call) -> bool:
    button = call.params.nested("menu_button", "menu button") or {"type": "default"}
    call.world.profile.menu_buttons[call.params.integer("chat_id") or None] = button
    return True


async def get_chat_menu_button(call: Call) -> Json:
    buttons = call.world.profile.menu_buttons
    return buttons.get(call.params.integer("chat_id") or None) or buttons.get(None) or {"type": "commands"}


async def log_out(call: Call) -> bool:
    return True


METHODS: dict[str, Handler] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "logOut": log_out,
    "close": log_out,
}


def _menu(call: Call) -> tuple[str, str]:
    scope = call.params.nested("scope", "bot command scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), _language(call)


def _language(call: Call) -> str:
    language = call.params.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _command(command: object) -> Json:
    if not isinstance(command, dict):
        raise _unreadable("expected an Object")
    for name in ("command", "description"):
        if not isinstance(command.get(name), str):
            raise _unreadable(f'Can\'t find field "{name}"')
    if not _COMMAND.fullmatch(command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command["command"].removeprefix("/"), "description": command["description"]}


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse BotCommand: {reason}")
