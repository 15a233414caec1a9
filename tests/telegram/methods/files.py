"""Finding out where a file can be downloaded."""

from __future__ import annotations

from tests.telegram.errors import bad_request
from tests.telegram.methods.call import Call, Handler
from tests.telegram.traffic.files import LARGEST_DOWNLOAD
from tests.telegram.types import Json


async def get_file(call: Call) -> Json:
    file = call.world.files.get(call.params.text("file_id"))
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return file.to_json() | {"file_path": file.path}


METHODS: dict[str, Handler] = {"getFile": get_file}
