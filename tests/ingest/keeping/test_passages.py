"""Texts into sentences and passages, as slices that lose nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.keeping.passages import FEWEST, LONGEST_SENTENCE, MOST, split_passages, split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def passages(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_passages(text)]


def sizes(text: str) -> list[int]:
    return [len(passage.split()) for passage in passages(text)]


def sentence_of(words: int) -> str:
    return "The " + "word " * (words - 2) + "ends."


# Where sentences end: "|" marks every boundary.


@pytest.mark.parametrize(
    "marked",
    [
        "The road was closed.| Two buses turned back!| Why?| Nobody said.",
        "Gen. John K. Smith of the U.S. Army spoke to Mr. Hamid and Dr. Rose.| They left.",
        "Lt. Col. Adams and St. Mary's priest met on Dec. 5 at No. 7.| It rained.",
        "The bus left at 5 p.m. on Friday and came at 9 a.m.| The driver slept.",
        "He lives in the U.S.| The house is old.",
        "The drone was an MQ-9.| It fell 3.5 km away, near kilometre 12.| Nobody was there.",
        '"Stop!" she shouted.| "Go home."| (The door was open.)| Then it closed.',
        "“We heard it.”| The mayor left.",
        "See https://example.org/a.b?c=d.e for more.| The map is there.",
        "It was quiet… and then it was not.| She waited ...| Then she left.",
        "Wait... what is this?| Nobody knows.",
        "The word e.g. is short.| Others, i.e. longer ones, follow.",
        "1. The first point.| 2. The second point.",
        "TOWN, Fla. – The fair was opened.| People came.",
        "It is written so.[1]| The note is below.",
        "Was it he? al-Hasan knew.",
        "The ending has no stop",
    ],
)
def test_english_sentences_end_at_stops_and_not_at_abbreviations(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "أغلق الطريق صباحا.| وعادت حافلتان!| لماذا؟| لا أحد يعلم.",
        "قال د. سامر إن الجسر سليم، وإن العمل مستمر؛ ثم غادر.| وبقي العمال.",
        "نقلت وكالة أ. ف. ب عن المهندس قوله.| وأضاف أن الماء وصل.",
        "بلغت النسبة 3.5 بالمئة.| وكانت 2 بالمئة.",
        "قالت: «وصل الماء.»| وسأل آخر: «متى؟»| ثم سكت.",
        "افتتحت المدرسة.|وحضر الأهالي.",
        "راسل موقع السورية.نت لنشر الخبر.| شكرا.",
        "عاجل.. وصول قافلة إلى المدينة",
        "كلمة مقطـ. ـوعة عمدا.| وأخرى لا.",
        "گاڑی آئی۔| لوگ گئے۔",
    ],
)
def test_arabic_sentences_end_at_stops_with_or_without_a_space(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "Rê hat girtin.| Du otobus vegeriyan!| Çima?| Kesî tiştek negot.",
        "Dr. Azad ji malê derket û çû sûkê, dibistanê û hwd.| Niha li wir e.",
        "Di 12. kongreyê de biryar hat dayîn.| Êdî dem nîne.",
        "Wî got: «Av hat.»| Şev bû.",
    ],
)
def test_kurmanji_sentences(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


@pytest.mark.parametrize(
    "marked",
    [
        "Yol kapandı.| İki otobüs döndü!| Neden?| Şoförler bilmiyor.",
        "Belediye 12. kez toplandı.| 3. Sulh Mahkemesi açıldı.",
        "Doç. Dr. Ayşe Kaya ve Alb. Demir geldi.| Şehir sakindi.",
        "Elma, armut vb. satıldı.| Ekmek, su vb.| Sonra dükkân kapandı.",
        "Ahmet Paşa Mah. Çınar Sok. üzerinde ışık yoktu.| Ilık bir gündü.",
    ],
)
def test_turkish_sentences_keep_ordinals_and_titles_together(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


# Passages.


def test_a_short_paragraph_is_its_own_passage() -> None:
    assert passages("A heading\nOne sentence. Two sentences.\n\n  Another paragraph.  ") == [
        "A heading",
        "One sentence. Two sentences.",
        "Another paragraph.",
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\n\n \n", "\u2028", "\u2029", "\v", "\f"])
def test_a_passage_never_crosses_a_line_break(line_break: str) -> None:
    assert passages(f"First one.{line_break}Second one.") == ["First one.", "Second one."]


def test_a_long_paragraph_is_divided_into_equal_parts_and_leaves_no_rest() -> None:
    assert sizes(" ".join([sentence_of(13)] * 10)) == [65, 65]
    assert sorted(sizes(" ".join([sentence_of(20)] * 13))) == [80, 80, 100]


def test_parts_are_not_shorter_than_forty_words_where_the_sentences_allow() -> None:
    text = " ".join(map(sentence_of, (30, 70, 30, 75, 15, 90)))
    assert all(FEWEST <= size <= MOST for size in sizes(text))


def test_a_passage_begins_and_ends_with_a_sentence() -> None:
    text = " ".join(f"Sentence {number} has some words of its own, and a comma." for number in range(60))
    assert all(passage.startswith("Sentence") and passage.endswith("comma.") for passage in passages(text))


def test_a_sentence_over_120_words_stays_whole_up_to_240() -> None:
    text = f"{sentence_of(50)} {sentence_of(LONGEST_SENTENCE)} {sentence_of(50)}"
    assert sizes(text) == [50, LONGEST_SENTENCE, 50]


def test_a_sentence_over_240_words_is_cut_after_its_commas() -> None:
    text = ", ".join("one two three four five six seven eight nine ten" for _ in range(30)) + "."
    assert all(size <= MOST for size in sizes(text))
    assert all(passage.endswith((",", ".")) for passage in passages(text))


def test_words_without_any_punctuation_are_cut_between_words() -> None:
    assert set(sizes("word " * 1000)) <= set(range(FEWEST, MOST + 1))


def test_characters_without_any_space_are_cut_in_bounded_pieces() -> None:
    pieces = passages("x" * 100_000)
    assert "".join(pieces) == "x" * 100_000
    assert max(map(len, pieces)) < 5000


@pytest.mark.parametrize("text", ["", " ", "\n\n", " \t\r\n\u00a0\u3000"])
def test_white_space_alone_has_no_passages(text: str) -> None:
    assert split_passages(text) == split_sentences(text) == []


texts = st.text(
    alphabet=st.one_of(st.sampled_from(" \n\t.!?؟…,;:،\"'()«»“”–-_ـ1234567890[]abcABCDrıİşû ابتثو"), st.characters()),
    max_size=600,
)


@given(texts)
def test_every_character_but_white_space_is_in_exactly_one_passage_and_sentence(text: str) -> None:
    for spans in (split_passages(text), split_sentences(text)):
        covered = [position for span in spans for position in range(span.start, span.end)]
        assert covered == sorted(set(covered))
        missed = set(range(len(text))) - set(covered)
        assert all(text[position].isspace() for position in missed)


@given(texts)
def test_spans_are_trimmed_and_not_empty(text: str) -> None:
    for span in [*split_passages(text), *split_sentences(text)]:
        piece = text[span.start : span.end]
        assert piece and piece == piece.strip()
        assert "\n" not in piece


@given(st.lists(st.integers(1, 60), min_size=1, max_size=30))
def test_passages_of_ordinary_sentences_keep_to_120_words_and_to_whole_sentences(lengths: list[int]) -> None:
    text = " ".join("The " * (length - 1) + "End." for length in lengths)
    ends = {span.end for span in split_sentences(text)}
    assert all(span.end in ends for span in split_passages(text))
    assert max(sizes(text)) <= MOST


@pytest.mark.parametrize("unit", ["word ", "a", ".", "! ", "A! ", '." ', "a, ", "..x", "[1", "«", " .", ". [", "كلمة."])
def test_long_hostile_texts_are_split_in_one_pass(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert sum(len(passage) for passage in passages(text)) <= len(text)
