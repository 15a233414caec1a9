"""The bot's settings: what is refused, and with which words."""

from itertools import pairwise
from pathlib import Path

import pytest

from bot.settings import BotSettings, Listen
from retrieval.errors import SettingsError

TOKEN = "123456789:AAE-an_invented_token"
EXAMPLE_FILE = Path(__file__).parents[2] / ".env.example"


def read(**values: str) -> BotSettings:
    return BotSettings.read(_env_file=None, **values)


def test_without_any_setting_the_bot_polls_telegram_itself() -> None:
    settings = read()
    assert settings.webhook_url is None
    assert settings.api_base == settings.file_base == "https://api.telegram.org"
    assert settings.admins == frozenset()


def test_a_missing_token_says_who_gives_one_and_what_needs_none() -> None:
    with pytest.raises(SettingsError, match="@BotFather") as refusal:
        _ = read().required_token
    assert "`dateline chat` needs none" in str(refusal.value)


def test_the_token_is_not_shown_by_the_settings() -> None:
    settings = read(TELEGRAM_TOKEN=TOKEN)
    assert settings.required_token == TOKEN
    assert TOKEN not in repr(settings) and TOKEN not in str(settings)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("TELEGRAM_TOKEN", "my-token", "is not a token as @BotFather gives it"),
        ("TELEGRAM_API_BASE", "127.0.0.1:8081", "is not an http:// or https:// address"),
        ("TELEGRAM_POLL_INTERVAL", "-1", "greater than or equal to 0"),
        ("TELEGRAM_POLL_INTERVAL", "soon", "valid number"),
        ("TELEGRAM_POLL_INTERVAL", "nan", "finite number"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443", "is not host:port"),
        ("TELEGRAM_WEBHOOK_LISTEN", "localhost:99999", "is not host:port"),
        ("TELEGRAM_WEBHOOK_LISTEN", ":8443", "is not host:port"),
        ("TELEGRAM_WEBHOOK_SECRET", "two words", "has other characters than A-Z a-z 0-9 _ -"),
        ("TELEGRAM_WEBHOOK_SECRET", "x" * 257, "more than 256"),
        ("DATELINE_ADMINS", "17, @amina", "has @amina where numeric Telegram user ids are expected"),
        ("DATELINE_ADMINS", str(2**60), "where numeric Telegram user ids are expected"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name_with_an_example(name: str, value: str, reason: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        read(**{name: value})
    message = str(refusal.value)
    assert message.startswith(f"{name} ") and reason in message and f"Example: {name}=" in message
    assert "\n" not in message


def test_a_refused_secret_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as refusal:
        read(TELEGRAM_WEBHOOK_SECRET="hush hush")
    assert "hush" not in str(refusal.value)


def test_a_webhook_without_a_secret_is_refused() -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET is missing"):
        read(TELEGRAM_WEBHOOK_URL="https://bot.example.org/telegram")


@pytest.mark.parametrize("page", ["/health", "/ready"])
def test_a_webhook_does_not_take_the_address_of_the_bots_own_pages(page: str) -> None:
    with pytest.raises(SettingsError, match=f"TELEGRAM_WEBHOOK_URL ends in {page}"):
        read(TELEGRAM_WEBHOOK_URL=f"https://bot.example.org{page}", TELEGRAM_WEBHOOK_SECRET="s")


def test_figures_are_shown_nowhere_unless_a_port_is_set() -> None:
    assert read().metrics_listen is None
    assert read(DATELINE_METRICS_LISTEN="0.0.0.0:9464").metrics_listen == Listen("0.0.0.0", 9464)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATELINE_METRICS_LISTEN", "9464"),
        ("DATELINE_METRICS_LISTEN", "127.0.0.1:0"),
        ("DATELINE_LOG_FORMAT", "xml"),
        ("DATELINE_LOG_LEVEL", "loud"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"),
    ],
)
def test_a_wrong_setting_of_operation_is_named_with_a_right_one(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"{name} is .* Example: {name}="):
        read(**{name: value})


@pytest.mark.parametrize(
    "alone",
    [{"TELEGRAM_WEBHOOK_SECRET": "hush"}, {"TELEGRAM_WEBHOOK_LISTEN": "0.0.0.0:8080"}],
    ids=["secret", "listen"],
)
def test_part_of_a_webhook_without_its_address_is_refused(alone: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_URL is missing") as refusal:
        read(**alone)
    assert "hush" not in str(refusal.value) and next(iter(alone)) in str(refusal.value)


def test_telegram_itself_is_given_an_https_address_only() -> None:
    plain = {"TELEGRAM_WEBHOOK_URL": "http://bot.example.org/telegram", "TELEGRAM_WEBHOOK_SECRET": "s"}
    with pytest.raises(SettingsError, match=r"TELEGRAM_WEBHOOK_URL is http://bot\.example\.org/telegram"):
        read(**plain)
    assert read(**plain, TELEGRAM_API_BASE="http://127.0.0.1:8081").webhook_path == "/telegram"


@pytest.mark.parametrize(
    ("value", "listen"),
    [("0.0.0.0:80", Listen("0.0.0.0", 80)), ("[::1]:8443", Listen("::1", 8443)), ("bot:1", Listen("bot", 1))],
)
def test_the_webhook_listens_where_it_is_told(value: str, listen: Listen) -> None:
    whole = {"TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram", "TELEGRAM_WEBHOOK_SECRET": "s"}
    assert read(TELEGRAM_WEBHOOK_LISTEN=value, **whole).webhook_listen == listen


@pytest.mark.parametrize(("url", "path"), [("https://bot.example.org/a/b", "/a/b"), ("https://bot.example.org", "/")])
def test_updates_arrive_at_the_path_of_the_address(url: str, path: str) -> None:
    assert read(TELEGRAM_WEBHOOK_URL=url, TELEGRAM_WEBHOOK_SECRET="s").webhook_path == path


def test_admins_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ADMINS", "17, 23")
    assert read().admins == {17, 23}


def test_every_setting_stands_in_the_example_file_with_a_line_of_explanation() -> None:
    lines = EXAMPLE_FILE.read_text(encoding="utf-8").splitlines()
    explained = {
        line.split("=")[0]
        for before, line in pairwise(lines)
        if "=" in line and not line.startswith("#") and before.startswith("# ")
    }
    assert explained == {str(field.validation_alias) for field in BotSettings.model_fields.values()}
