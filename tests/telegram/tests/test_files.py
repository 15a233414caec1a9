"""Documents and pictures, both ways."""

from __future__ import annotations

import struct
import zlib

import pytest

from tests.telegram.people.users import User
from tests.telegram.server import TelegramServer
from tests.telegram.tests.client import Client
from tests.telegram.traffic.files import LARGEST_DOWNLOAD


def png(width: int = 640, height: int = 480) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


async def test_a_document_comes_and_goes(server: TelegramServer, client: Client, amina: User) -> None:
    path = f"/bot{server.token}/sendDocument"
    upload = {"attached": ("answer.csv", b"a,b\n", "text/csv")}
    fields = {"chat_id": str(amina.id), "document": "attach://attached", "caption": "two reports"}
    answer = (await client.http.post(path, data=fields, files=upload)).json()["result"]
    message = await amina.next_message()
    assert (message.caption, message.content["document"]["file_name"]) == ("two reports", "answer.csv")
    file = await client.result("getFile", file_id=answer["document"]["file_id"])
    content = await client.http.get(f"/file/bot{server.token}/{file['file_path']}")
    assert content.content == b"a,b\n"
    again = await client.result("sendDocument", chat_id=amina.id, document=file["file_id"])
    assert again["document"]["file_id"] == file["file_id"]
    assert server.requests[0].files["attached"].mime_type == "text/csv"


async def test_files_that_are_refused(server: TelegramServer, client: Client, amina: User) -> None:
    large = amina.sends_document(b"", "large.zip", size=LARGEST_DOWNLOAD + 1)
    file_id = large.content["document"]["file_id"]
    assert await client.refusal("getFile", file_id=file_id) == "Bad Request: file is too big"
    assert await client.refusal("getFile", file_id="nonsense") == "Bad Request: invalid file_id"
    for document, refusal in [
        ("", "there is no document in the request"),
        ("nonsense", "wrong file identifier/HTTP URL specified"),
    ]:
        answer = await client.refusal("sendDocument", chat_id=amina.id, document=document)
        assert answer == f"Bad Request: {refusal}"
    assert (await client.http.get(f"/file/bot{server.token}/documents/none")).status_code == 404


@pytest.mark.parametrize(
    ("picture", "refusal"),
    [
        (b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (png(9000, 2000), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (b"", "Bad Request: file must be non-empty"),
    ],
)
async def test_pictures_must_be_pictures(
    server: TelegramServer, client: Client, amina: User, picture: bytes, refusal: str
) -> None:
    path, fields = f"/bot{server.token}/sendPhoto", {"chat_id": str(amina.id)}
    answer = await client.http.post(path, data=fields, files={"photo": ("map.png", picture, "image/png")})
    assert answer.json()["description"] == refusal


async def test_a_picture_has_a_size(server: TelegramServer, client: Client, amina: User) -> None:
    path, fields = f"/bot{server.token}/sendPhoto", {"chat_id": str(amina.id), "caption": "map"}
    answer = await client.http.post(path, data=fields, files={"photo": ("map.png", png(), "image/png")})
    assert answer.json()["result"]["photo"][0]["width"] == 640
    there = {"chat_id": amina.id, "message_id": (await amina.next_message()).id}
    await client.result("editMessageCaption", **there, caption="a newer map")
    assert (await amina.chat.next_edit()).caption == "a newer map"
    refusal = await client.refusal("editMessageCaption", **there, caption="x" * 1025)
    assert refusal == "Bad Request: message caption is too long"
