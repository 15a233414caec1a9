"""The settings that talking to people needs: Telegram's token and addresses, the owners, and who gets answers."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator
from pydantic_settings import NoDecode

from retrieval.errors import SettingsError
from retrieval.settings import EXAMPLES, HttpUrl, Settings, split_list

TELEGRAM = "https://api.telegram.org"
HEALTH_PATH = "/health"
READY_PATH = "/ready"

# The Bot API promises that an id has at most 52 significant bits.
LARGEST_USER_ID = 2**52

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_AMOUNT = re.compile(r"(?P<number>[1-9]\d{0,5}) ?(?:a|per|/) ?(?P<span>minute|day)")
_COUNTED = {"in sql": {"in_sql": True}, "in memory": {"in_sql": False}, "off": {"are_off": True}}
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@dataclass(frozen=True, slots=True)
class Listen:
    """Where a server is bound."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How many questions a reader may ask in a minute and in a day, and where that is counted."""

    # Who reads the answers asks less than five a minute; an hour of that is 300.
    a_minute: int = 20
    a_day: int = 500
    in_sql: bool = True  # shared by all processes; else each counts by itself
    are_off: bool = False


class Access(StrEnum):
    """Who gets answers."""

    OPEN = "open"  # everybody
    INVITED = "invited"  # owners, editors, and readers who opened an invitation
    CLOSED = "closed"  # owners and editors


class LogFormat(StrEnum):
    """How a line of the log looks."""

    TEXT = "text"
    JSON = "json"  # an object a line


class LogLevel(StrEnum):
    """How much stands in the log."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _token(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("is not a token as @BotFather gives it")
    return token


def _secret(secret: SecretStr) -> SecretStr:
    if not _SECRET.fullmatch(secret.get_secret_value()):
        raise ValueError("has other characters than A-Z a-z 0-9 _ - or more than 256 of them")
    return secret


def _listen(address: Any) -> Any:
    if not isinstance(address, str):
        return address
    host, colon, port = address.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("is not host:port")
    return Listen(host.strip("[]"), int(port))


def _limits(words: Any) -> Any:
    """What "20 a minute, 500 a day, in memory" says; what is not said is as it is by default."""
    if not isinstance(words, str):
        return words
    said: dict[str, Any] = {}
    for part in split_list(words.lower()):
        amount = _AMOUNT.fullmatch(part)
        if amount is not None:
            said["a_minute" if amount["span"] == "minute" else "a_day"] = int(amount["number"])
        elif part in _COUNTED:
            said |= _COUNTED[part]
        else:
            raise ValueError(
                f'has "{part[:40]}" where "20 a minute", "500 a day", "in sql", "in memory" or "off" may stand'
            )
    return Limits(**said)


def _user_ids(parts: Any) -> Any:
    if not isinstance(parts, list):
        return parts
    wrong = [part for part in parts if not part.isascii() or not part.isdigit() or not 0 < int(part) < LARGEST_USER_ID]
    if wrong:
        raise ValueError(f"has {', '.join(wrong)} where numeric Telegram user ids are expected")
    return [int(part) for part in parts]


def _refused(name: str, reason: str) -> SettingsError:
    return SettingsError(f"{name} {reason}. Example: {name}={EXAMPLES[name]}")


class BotSettings(Settings):
    """What `Settings` holds, how Telegram is reached, whose commands feed the library, and who gets answers."""

    token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(default=None, validation_alias="TELEGRAM_TOKEN")
    api_base: HttpUrl = Field(default=TELEGRAM, validation_alias="TELEGRAM_API_BASE")
    file_base: HttpUrl = Field(default=TELEGRAM, validation_alias="TELEGRAM_FILE_BASE")
    poll_interval: float = Field(
        default=0.0, ge=0, le=3600, allow_inf_nan=False, validation_alias="TELEGRAM_POLL_INTERVAL"
    )
    webhook_url: HttpUrl | None = Field(default=None, validation_alias="TELEGRAM_WEBHOOK_URL")
    webhook_listen: Annotated[Listen, NoDecode, BeforeValidator(_listen)] = Field(
        default=Listen("127.0.0.1", 8443), validation_alias="TELEGRAM_WEBHOOK_LISTEN"
    )
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret)] | None = Field(
        default=None, validation_alias="TELEGRAM_WEBHOOK_SECRET"
    )
    admins: Annotated[frozenset[int], NoDecode, BeforeValidator(_user_ids), BeforeValidator(split_list)] = Field(
        default=frozenset(), validation_alias="DATELINE_ADMINS"
    )
    deliveries_a_second: float = Field(
        default=25.0, gt=0, le=1000, allow_inf_nan=False, validation_alias="DATELINE_DELIVERIES_A_SECOND"
    )
    access: Access = Field(default=Access.OPEN, validation_alias="DATELINE_ACCESS")
    metrics_listen: Annotated[Listen, NoDecode, BeforeValidator(_listen)] | None = Field(
        default=None, validation_alias="DATELINE_METRICS_LISTEN"
    )
    log_format: LogFormat = Field(default=LogFormat.TEXT, validation_alias="DATELINE_LOG_FORMAT")
    log_level: LogLevel = Field(default=LogLevel.INFO, validation_alias="DATELINE_LOG_LEVEL")
    traces_endpoint: HttpUrl | None = Field(default=None, validation_alias="OTEL_EXPORTER_OTLP_ENDPOINT")

    limits: Annotated[Limits, NoDecode, BeforeValidator(_limits)] = Field(
        default=Limits(), validation_alias="DATELINE_LIMITS"
    )

    @model_validator(mode="after")
    def _webhook_is_whole(self) -> Self:
        if self.webhook_url is None:
            self._refuse_parts_of_a_webhook()
        elif self.webhook_secret is None:
            raise _refused("TELEGRAM_WEBHOOK_SECRET", "is missing: a webhook without one takes orders from anybody")
        elif self.webhook_path in (HEALTH_PATH, READY_PATH):
            raise _refused("TELEGRAM_WEBHOOK_URL", f"ends in {self.webhook_path}, where the bot reports its health")
        elif self.api_base == TELEGRAM and not self.webhook_url.startswith("https://"):
            raise _refused("TELEGRAM_WEBHOOK_URL", f"is {self.webhook_url}: Telegram calls https:// addresses only")
        return self

    def _refuse_parts_of_a_webhook(self) -> None:
        """Raise `SettingsError` where something of a webhook is set, and not the address that makes it one."""
        for field, name in (
            ("webhook_secret", "TELEGRAM_WEBHOOK_SECRET"),
            ("webhook_listen", "TELEGRAM_WEBHOOK_LISTEN"),
        ):
            if field in self.model_fields_set:
                raise _refused("TELEGRAM_WEBHOOK_URL", f"is missing, and {name} is set: set both, or neither")

    @property
    def webhook_path(self) -> str:
        """The path at which Telegram's updates arrive, `/` where the address has none."""
        return urlsplit(self.webhook_url or "").path or "/"

    @property
    def required_token(self) -> str:
        """The token in plain text.

        `SettingsError` says how to get one where none is set.
        """
        if self.token is None:
            raise SettingsError(
                "TELEGRAM_TOKEN is not set: @BotFather on Telegram gives one after /newbot; `dateline chat` needs none."
            )
        return self.token.get_secret_value()
