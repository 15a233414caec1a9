"""Settings that do not exist are refused, wherever they are written; secrets may stand in files of their own."""

from pathlib import Path

import pytest

from bot.settings import BotSettings
from retrieval.environment import with_settings
from retrieval.errors import SettingsError
from retrieval.settings import EXAMPLES, SECRETS, Settings

TOKEN = "123456789:AAE-an_invented_token"
PASSWORDLESS = "postgresql+psycopg://dateline@db/dateline"


@pytest.fixture
def env_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    file = tmp_path / ".env"
    monkeypatch.setitem(Settings.model_config, "env_file", str(file))
    monkeypatch.setitem(BotSettings.model_config, "env_file", str(file))
    return file


def refusal() -> str:
    with pytest.raises(SettingsError) as refused:
        BotSettings.read()
    line = str(refused.value)
    assert "\n" not in line
    return line


SLIPS = [
    ("DATELINE_ADMIN", "DATELINE_ADMINS"),
    ("DATELINE_DATADIR", "DATELINE_DATA_DIR"),
    ("DATELINE_TIME_ZONE", "DATELINE_TIMEZONE"),
    ("DATELINE_REGIONS", "DATELINE_REGION"),
    ("TELEGRAM_WEBHOOK_ADDRESS_SECRET", "TELEGRAM_WEBHOOK_SECRET"),
    ("TELEGRAM_TOKENS", "TELEGRAM_TOKEN"),
    ("TELEGRAM_TOKEN_FILES", "TELEGRAM_TOKEN_FILE"),
]


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
@pytest.mark.parametrize("value", ["", "17"])
def test_a_setting_that_does_not_exist_is_refused_with_the_one_that_may_be_meant(
    monkeypatch: pytest.MonkeyPatch, slip: str, meant: str, value: str
) -> None:
    monkeypatch.setenv(slip, value)
    assert refusal() == f"{slip} in the environment is no setting: did you mean {meant}?"


@pytest.mark.parametrize(("slip", "meant"), SLIPS)
def test_the_same_holds_of_the_file(env_file: Path, slip: str, meant: str) -> None:
    env_file.write_text(f"# mine\nexport {slip}=17\n", encoding="utf-8")
    assert refusal() == f"{slip} in the file {env_file} is no setting: did you mean {meant}?"


def test_a_name_that_resembles_none_points_to_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", "socks5://127.0.0.1")
    assert "`.env.example` lists every setting" in refusal()


def test_names_of_others_are_nobodys_business_here(monkeypatch: pytest.MonkeyPatch, env_file: Path) -> None:
    env_file.write_text("POSTGRES_PASSWORD=x\nCOMPOSE_PROFILES=monitoring\n", encoding="utf-8")
    for name in ("POSTGRES_USER", "MY_DATELINE_ADMIN", "TELEGRAMS", "_DATELINE_COMPLETE"):
        monkeypatch.setenv(name, "1")
    assert BotSettings.read().admins == frozenset()


def test_the_commands_that_know_no_telegram_refuse_its_slips_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKN", TOKEN)
    with pytest.raises(SettingsError, match="did you mean TELEGRAM_TOKEN") as refused:
        Settings.read()
    assert TOKEN not in str(refused.value)


def test_names_may_be_written_in_small_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("dateline_admins", "17")
    assert BotSettings.read().admins == {17}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("DATELINE_REGION\n", 1),
        ("DATELINE_REGION=SY\n\n\nDATELINE_ADMINS 17\n", 4),
        ("\nTELEGRAM_TOKEN: secret\n", 2),
        ("DATELINE_CONTACT='never closed\n", 1),
    ],
)
def test_a_line_that_is_no_setting_is_refused_by_its_number(env_file: Path, content: str, line: int) -> None:
    env_file.write_text(content, encoding="utf-8")
    said = refusal()
    assert said.startswith(f"line {line} of the file {env_file} is no setting") and "secret" not in said


def test_a_file_that_is_not_utf_8_or_no_file_is_refused(env_file: Path) -> None:
    env_file.write_bytes("DATELINE_CONTACT=caf\u00e9\n".encode("latin-1"))
    assert "is not UTF-8" in refusal()
    env_file.unlink()
    env_file.mkdir()
    assert refusal().endswith("cannot be read: Is a directory.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_TOKEN", TOKEN),
        ("TELEGRAM_WEBHOOK_SECRET", "hush"),
        ("DATELINE_DATABASE_URL", "postgresql+psycopg://me:hush@db/dateline"),
        ("DATELINE_DATABASE_PASSWORD", "hush"),
    ],
)
def test_each_secret_may_stand_in_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", "https://bot.example.org/telegram")
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET", "s" if name != "TELEGRAM_WEBHOOK_SECRET" else "")
    monkeypatch.setenv("DATELINE_DATABASE_URL", PASSWORDLESS if name == "DATELINE_DATABASE_PASSWORD" else "")
    monkeypatch.setenv(name, value)
    expected = BotSettings.read()
    (tmp_path / "secret").write_text(f"{value}\n", encoding="utf-8")
    monkeypatch.setenv(name, "")
    monkeypatch.setenv(f"{name}_FILE", str(tmp_path / "secret"))
    assert BotSettings.read() == expected
    assert set(SECRETS) <= set(EXAMPLES)


def test_the_name_of_the_file_may_stand_in_the_settings_file(env_file: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    env_file.write_text(f"TELEGRAM_TOKEN_FILE={tmp_path / 'token'}\n", encoding="utf-8")
    assert BotSettings.read().required_token == TOKEN


def test_a_secret_that_is_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN, encoding="utf-8")
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    assert refusal() == "TELEGRAM_TOKEN and TELEGRAM_TOKEN_FILE are both set: leave one of them empty."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"hush" * 2000, "is longer than a secret is"),
        (b"hush hush", "TELEGRAM_TOKEN is not a token"),
    ],
)
def test_a_file_that_holds_no_secret_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None, reason: str
) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("TELEGRAM_TOKEN_FILE", str(file))
    said = refusal()
    assert reason in said and "hush" not in said


def test_other_settings_are_not_read_from_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATELINE_REGION_FILE", str(tmp_path))
    assert refusal().startswith("DATELINE_REGION_FILE in the environment is no setting")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "DATELINE_REGION=IQ\n"),
        ("A=1", "A=1\nDATELINE_REGION=IQ\n"),
        ("# a\nexport DATELINE_REGION='SY'  # mine\nA=1\n", "# a\nDATELINE_REGION=IQ\nA=1\n"),
        ("DATELINE_REGION=SY\nA=1\nDATELINE_REGION=TR\n", "DATELINE_REGION=IQ\nA=1\n"),
        ("dateline_region=SY\n", "DATELINE_REGION=IQ\n"),
    ],
)
def test_a_setting_is_written_in_its_place_and_all_else_stays(before: str, after: str) -> None:
    assert with_settings(before, {"DATELINE_REGION": "IQ"}) == after
