"""The words of a question: which can be seen, and which ask without saying about what."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from retrieval.text.folding import fold

Span = tuple[int, int]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

# One line a language: question words, auxiliaries, articles, particles, and the nouns of asking for news.
_FILLERS = {
    "en": """a about al all also am an and any anybody anyone anything are as at be been by can could did do does done
        event events find for from get give had happen happened happening happens has have hear heard how i in
        incident incidents info information into is it its just know known last latest let like many me more much
        near new news nr occurred of off on or our out over please recent recently report reported reports s said say
        says show since so some somebody someone something source sources summarise summarize take tell than that the
        their them there these they this those to today told took under until up update updates us was we were what
        what's whats when where which while who whom whose why will with would yet you your area around happend
        exactly precisely pls then other others else there's here him he she his her itself
        during place region countryside governorate province district city town village""",
    "ar": """ما ماذا هل من عن في على إلى الى كم مين شو ايش وين اين أين متى كيف لماذا هو هي هم كان كانت يكون تم قد
        الذي التي الذين حدث حدثت يحدث وقع وقعت جرى حصل حصلت صار صارت اخبار أخبار خبر الاخبار الأخبار آخر اخر احداث
        أحداث الأحداث حوادث الحوادث حادث تقرير تقارير مصادر مصادركم لديكم عندكم هناك و ف ب ل يوم بين خلال منذ حول
        قرب أي اي أو او مع بعد قبل عدد أسماء ذلك هذا هذه تلك هنا هيك كذلك بالضبط مدينة بلدة قرية منطقة
        ناحية محافظة ريف أرني ارني فرجيني ورجيني أعطني اعطيني el al""",
    "ku": """çi çawa kî kê kengî li ku kîjan çend ji bo ji di de da û an jî ye bû bûn hebû hebûn çêbû çêbûn
        qewimî qewimîn
        nûçe nûçeyên bûyer bûyerên heye hene kir kirin hat hatin ser derbarê bi ya yê yên vê wê ev ew gund gundê
        bajar bajarê nîşan bide wir vir wan wî bûyera nûçeya""",
    "tr": """ne neler nedir nerede nereye nereleri kim kime kimler kaç hangi nasıl neden niçin ne zaman mı mi
        mu mü var yok
        oldu olmuş oldular yaşandı yaşanan haber haberler olay olaylar son gelişme gelişmeler hakkında ile ve veya ya da
        de ki bu şu o bir için gibi kadar sonra önce bölgesinde ilçesinde vilayetinde ilinde köyünde yakınında
        orada burada onu bunu tam lütfen rapor haberleri olayları gelişmeleri ta te dan den tan ten
        göster gösterir listele""",
}


def visible(text: str) -> str:
    """A text without lone surrogates, control characters and direction marks, its white space made single."""
    kept = "".join(
        " " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c
        for c in text
        if unicodedata.category(c) not in ("Cs", "Cf", "Cn") or c in "\u200c\u200d"
    )
    return " ".join(kept.split())


def words_outside(text: str, spans: Sequence[Span]) -> list[re.Match[str]]:
    """The words of a text that touch none of the spans."""
    return [word for word in _WORD.finditer(text) if not touches(word.span(), spans)]


def touches(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span has a character in common with any of the others."""
    return any(start < span[1] and span[0] < end for start, end in others)


def blanked(text: str, spans: Sequence[Span], blank: str = " ") -> str:
    """The text with spans made blank, so that offsets stay. Over a `blank` that is a line break no name reaches."""
    for start, end in spans:
        text = text[:start] + blank * (end - start) + text[end:]
    return text


def is_filler(word: str) -> bool:
    """Whether a word only asks, in any of the four languages: "what", "هل", "çi", "ne"."""
    folded = fold(word)
    attached = folded[1:] if folded[:1] == "و" else folded  # the Arabic "and"
    return len(attached) < 2 or folded in _fillers() or attached in _fillers()


@cache
def _fillers() -> frozenset[str]:
    return frozenset(fold(word) for line in _FILLERS.values() for word in line.split())
