"""The length of text as it is read."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.text.length import MOST_MARKS, has_piled_marks, is_longer


@pytest.mark.parametrize("letter", ["\ufdfa", "\u3300", "\u33ff", "\ufb03", "\u1e9b\u0323\ufdfb"])
def test_a_letter_that_stands_for_many_counts_as_many(letter: str) -> None:
    many = letter * 100
    written = len(unicodedata.normalize("NFKC", many))
    assert is_longer(many, written - 1)
    assert not is_longer(many, written)


def test_what_is_too_long_as_it_stands_is_not_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    with monkeypatch.context() as patched:
        patched.setattr(unicodedata, "normalize", lambda form, text: written.append(text))
        result = is_longer("a" * 11, 10)
    assert result
    assert not written


@given(st.text(max_size=50), st.integers(0, 60))
def test_a_text_is_never_shorter_than_it_stands(text: str, most: int) -> None:
    assert is_longer(text, most) == (max(len(text), len(unicodedata.normalize("NFKC", text))) > most)


@pytest.mark.parametrize("mark", ["\u0301", "\u0651", "\u0316\u0301", "\u0e48", "\u3099"])
def test_marks_are_piled_beyond_what_any_writing_has(mark: str) -> None:
    assert has_piled_marks("a" + mark * (MOST_MARKS + 1))
    assert not has_piled_marks("مُحَمَّدٌ " + ("a" + mark) * 500)
