"""What a passage tells of the article itself, or of the site, is furniture; what only begins alike is a story."""

import pytest

from ingest.formats.pages.boilerplate import is_furniture


@pytest.mark.parametrize(
    "text",
    [
        "Disclaimer: the views expressed here are the author's own.",
        "The views and opinions expressed in this article do not reflect the position of the agency.",
        "This article was originally published by Jazira Post.",
        "The publisher is not responsible for the content of external sites.",
        "© 2024 North Wire. All rights reserved.",
        "Reporting by A. Writer; edited by B. Editor",
        "Read also: Women's Office calls for escalation",
        "Related: Shelling of Tal Tamr",
        "إخلاء مسؤولية: المقالات تعبر عن آراء كتابها",
        "جميع الحقوق محفوظة للوكالة",
        "اقرأ أيضاً: مكتب المرأة يدعو إلى التصعيد",
        "Yasal uyarı: bu haberin tüm hakları saklıdır.",
        "Bu yazıda yer alan görüşler yazarına aittir.",
        "İlgili haber: Til Temir bombalandı",
        "Hemû maf parastî ne.",
        "Her wiha bixwînin: Til Temir hat topbarankirin",
    ],
)
def test_notes_about_the_article_and_invitations_are_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize(
    "text",
    [
        "Related families of the dead gathered in Tal Tamr.",
        "The views of the town are blocked by smoke, residents said.",
        "This article of the constitution was discussed on Friday.",
        "The agency is not able to reach the village.",
        "More news of the shelling came from Tal Tamr.",
        "حقوق الإنسان: خمسة قتلى في تل تمر",
        "Haberin alınmasının ardından ekipler gitti.",
        "Reporters were beaten by soldiers in Kobani.",
        "The opinions " + "of the residents about the closed road were heard. " * 14,
        "",
    ],
)
def test_what_only_begins_alike_is_told(text: str) -> None:
    assert not is_furniture(text)
