"""A wrong setting is refused by its name, with a right one as an example."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.errors import SettingsError
from retrieval.settings import DEFAULT_MODEL, EXAMPLES, SECRETS, Settings

PASSWORDLESS = "postgresql+psycopg://dateline@db/dateline"


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DATELINE_DATABASE_URL", "nonsense", "is not a database URL"),
        ("DATELINE_DATABASE_URL", "mysql://db/dateline", "names mysql; SQLite and PostgreSQL are supported"),
        ("DATELINE_CHROMA_URL", "chroma:8000", "is not an http:// or https:// address"),
        ("DATELINE_REGION", "SY,Iraq", "has IRAQ where two-letter ISO country codes are expected"),
        ("DATELINE_REGION", "XX", "has XX, the ISO code of no country"),
        ("DATELINE_REGION", "SY,UK", "has UK, the ISO code of no country; GB may be meant"),
        ("DATELINE_REGION", "EN", "has EN, the ISO code of no country"),
        ("DATELINE_REGION", "EU,TR", "has EU, the ISO code of no country"),
        ("DATELINE_REGION", "SYR", "has SYR where two-letter ISO country codes are expected; SY may be meant"),
        ("DATELINE_KEEP_DELIVERIES", "0", "is not usable: input should be greater than or equal to 1"),
        ("DATELINE_KEEP_DELIVERIES", "a week", "is not usable: input should be a valid integer"),
        ("DATELINE_CHROMA_URL", "ftp://chroma:8000", "is not an http:// or https:// address"),
        ("DATELINE_CHROMA_URL", "http:/chroma:8000", "is not an http:// or https:// address"),
        ("DATELINE_FETCH_ALLOW", "intranet.example.org", "has intranet.example.org where host:port is expected"),
        ("DATELINE_REGION", ",", "has nothing where two-letter ISO country codes are expected"),
        ("DATELINE_TIMEZONE", "Damascus", "is not a time zone"),
        ("DATELINE_TIMEZONE", "../etc/passwd", "is not a time zone"),
        ("DATELINE_WEEK_STARTS", "someday", "is neither a weekday in English nor a two-letter country code"),
        ("DATELINE_WEEK_STARTS", "QQ", "is neither a weekday in English nor a two-letter country code"),
        ("DATELINE_NOW", "2024-11-17T12:00:00", "has no UTC offset"),
        ("DATELINE_NOW", "soon", "is not usable: "),
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    line = str(refused.value)
    assert line.startswith(f"{name} {reason}")
    assert line.endswith(f". Example: {name}={EXAMPLES[name]}")
    assert (f"(it is {value})" in line) is (name not in SECRETS)
    assert "\n" not in line


@pytest.mark.parametrize(
    "name", sorted(name for name in EXAMPLES if name.startswith("DATELINE_") and "ADMIN" not in name)
)
def test_every_example_is_a_right_value(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    if name == "DATELINE_DATABASE_PASSWORD":
        monkeypatch.setenv("DATELINE_DATABASE_URL", PASSWORDLESS)
    monkeypatch.setenv(name, EXAMPLES[name])
    Settings.read()


@pytest.mark.parametrize(
    ("value", "weekday"), [("saturday", 5), ("Sunday", 6), ("SY", 5), ("iq", 5), ("TR", 0), ("US", 6)]
)
def test_weeks_begin_on_a_day_or_as_in_a_country(monkeypatch: pytest.MonkeyPatch, value: str, weekday: int) -> None:
    monkeypatch.setenv("DATELINE_WEEK_STARTS", value)
    assert Settings.read().first_weekday == weekday


def test_nothing_set_means_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_DATA_DIR")
    settings = Settings.read()
    assert settings.data_dir.name == "dateline"
    assert settings.sql_url == f"sqlite:///{settings.data_dir / 'dateline.sqlite3'}"
    assert (settings.chroma_url, settings.embedding_model) == (None, DEFAULT_MODEL)
    assert settings.region == {"SY", "IQ", "TR"}
    assert settings.zone.key == "Asia/Damascus"


@pytest.mark.parametrize(
    "name", sorted(name for name in EXAMPLES if name.startswith("DATELINE_") and "ADMIN" not in name)
)
def test_an_empty_setting_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name, raising=False)
    unset = Settings.read()
    monkeypatch.setenv(name, "")
    assert Settings.read() == unset


def test_a_database_that_is_set_takes_the_place_of_the_one_in_the_data_dir(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", "postgresql+psycopg://me@db/dateline")
    assert Settings.read().sql_url == "postgresql+psycopg://me@db/dateline"


def test_countries_may_be_written_with_spaces_and_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_REGION", " sy, tr ,")
    assert Settings.read().region == {"SY", "TR"}


def test_an_address_loses_its_last_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CHROMA_URL", "http://chroma:8000/")
    assert Settings.read().chroma_url == "http://chroma:8000"


def test_a_frozen_clock_stands_still_and_another_one_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    before = datetime.now(UTC)
    assert before <= Settings.read().now() <= datetime.now(UTC)
    monkeypatch.setenv("DATELINE_NOW", "2024-11-17T12:00:00+03:00")
    assert Settings.read().now() == datetime(2024, 11, 17, 9, tzinfo=UTC)


def test_settings_are_read_from_a_file_too_and_the_environment_comes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "settings.env"
    file.write_text("DATELINE_TIMEZONE=Europe/Berlin\nDATELINE_REGION=SY\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "env_file", str(file))
    monkeypatch.setenv("DATELINE_REGION", "IQ")
    assert (Settings.read().timezone, Settings.read().region) == ("Europe/Berlin", {"IQ"})


@pytest.mark.parametrize("url", ["http://amina:hush@chroma:0", "http://amina:hush@chroma:port"])
def test_a_refused_address_with_a_password_is_not_repeated(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATELINE_CHROMA_URL", url)
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    assert "hush" not in str(refused.value)


def test_a_long_value_and_one_with_orders_to_the_terminal_are_shown_shortened_and_harmless(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATELINE_TIMEZONE", "\x1b[2J" + "x" * 5000)
    with pytest.raises(SettingsError) as refused:
        Settings.read()
    assert "\x1b" not in str(refused.value) and len(str(refused.value)) < 200


def test_the_password_of_the_database_may_stand_apart_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", PASSWORDLESS)
    monkeypatch.setenv("DATELINE_DATABASE_PASSWORD", "a/b@c:d")
    settings = Settings.read()
    assert settings.sql_url == "postgresql+psycopg://dateline:a%2Fb%40c%3Ad@db/dateline"
    assert "a/b" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "no database that asks for it"),
        ("sqlite:////srv/dateline.sqlite3", "no database that asks for it"),
        ("postgresql+psycopg://dateline:secret@db/dateline", "has a password too"),
    ],
)
def test_a_password_of_no_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str, reason: str) -> None:
    monkeypatch.setenv("DATELINE_DATABASE_URL", url)
    monkeypatch.setenv("DATELINE_DATABASE_PASSWORD", "hush")
    with pytest.raises(SettingsError, match=reason) as refused:
        Settings.read()
    assert "hush" not in str(refused.value) and "secret@" not in str(refused.value)
