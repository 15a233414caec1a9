"""The settings in a backup: what an operator wrote, without a token, a password, or an address that holds one."""

import pytest

from bot.operating.backup.files import plain_settings
from bot.settings import BotSettings

TOKEN = "123456789:AAE-a-token-of-the-test"


def kept(**given: str) -> dict[str, str]:
    return dict(plain_settings(BotSettings.read(_env_file=None, **given), given))


def test_what_is_no_secret_is_kept_as_it_was_written() -> None:
    given = {"DATELINE_REGION": "SY,IQ", "DATELINE_TIMEZONE": "Europe/Berlin", "DATELINE_ADMINS": "4711"}
    assert kept(**given) == given


# What a setting is refused without.
NEEDED = {
    "TELEGRAM_WEBHOOK_SECRET": {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram"},
    "DATELINE_DATABASE_PASSWORD": {"DATELINE_DATABASE_URL": "postgresql+psycopg://u@db:5432/d"},
}


@pytest.mark.parametrize(
    ("name", "value", "stays"),
    [
        ("TELEGRAM_TOKEN", TOKEN, None),
        ("TELEGRAM_WEBHOOK_SECRET", "a-secret", None),
        ("DATELINE_DATABASE_PASSWORD", "a-secret", None),
        ("DATELINE_DATABASE_URL", "postgresql+psycopg://u:pass@db:5432/d", "postgresql+psycopg://db:5432/d"),
        ("DATELINE_DATABASE_URL", "postgresql://db/d?password=pass", "postgresql://db/d"),
        ("DATELINE_CHROMA_URL", "http://u:pass@chroma:8000", "http://chroma:8000"),
        ("TELEGRAM_API_BASE", "https://u:pass@api.example.org/bot", "https://api.example.org/bot"),
    ],
)
def test_a_secret_is_left_out_and_an_address_loses_it(name: str, value: str, stays: str | None) -> None:
    assert kept(**{name: value}, **NEEDED.get(name, {})).get(name) == stays


def test_an_address_that_repeats_the_token_is_left_out() -> None:
    given = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_WEBHOOK_SECRET": "a-secret",
        "TELEGRAM_WEBHOOK_URL": f"https://bot.example.org/{TOKEN}",
    }
    assert kept(**given) == {}
