"""Large pictures that many visitors upload at once, as the browser does: a request each, and then a message."""

import asyncio
import http.client
import io
from urllib.parse import urlsplit

import numpy as np
from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.visitors import TIMEOUT, Visitor, session
from digits.page import state

MEGABYTES = 30
_BOUNDARY = "a-boundary"


def large_picture(seed):
    """Return a PNG of noise, as large as may be uploaded."""
    noise = np.random.default_rng(seed).integers(0, 256, (3070, 3400, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG", compress_level=0)
    assert 0.95 < file.tell() / (MEGABYTES * 2**20) < 1
    return file.getvalue()


async def uploading(address, data):
    """Upload a picture and have it read, which may bring no exception."""
    async with session(address) as socket:
        one = Uploader(socket)
        await one.look_at_pictures()
        place = await one.place_of("a.png")
        await asyncio.to_thread(_put, address, place.upload_url, data)
        await one.look_at_pictures(place, len(data))
        assert one.exceptions == 0


class Uploader(Visitor):
    """A visitor of the page that reads pictures."""

    async def look_at_pictures(self, place=None, size=0):
        """Open the page, or have it read what was uploaded."""
        message = BackMsg()
        message.rerun_script.page_name = "pictures"
        if place:
            told = message.rerun_script.widget_states.widgets.add()
            told.id = self._uploader
            file = told.file_uploader_state_value.uploaded_file_info.add()
            file.file_id, file.name, file.size = place.file_id, "a.png", size
            file.file_urls.CopyFrom(place)
        await self._rerun(message)

    async def place_of(self, name):
        """Return where a file of this name may be put."""
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        await self._socket.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await asyncio.wait_for(self._socket.recv(), TIMEOUT))
            if answer.WhichOneof("type") == "file_urls_response":
                return answer.file_urls_response.file_urls[0]

    def _inspect(self, answer):
        super()._inspect(answer)
        element = answer.delta.new_element
        if element.WhichOneof("type") == "file_uploader" and element.file_uploader.id.endswith(state.PICTURES):
            self._uploader = element.file_uploader.id


def _put(address, path, data):
    """Put a file where the page said, with the token that its cookie holds."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT)
    connection.request("GET", "/_stcore/health")
    answer = connection.getresponse()
    answer.read()
    cookie = answer.getheader("Set-Cookie", "").partition(";")[0]
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="a"; filename="a.png"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{_BOUNDARY}--\r\n".encode()
    told = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Cookie": cookie}
    connection.request("PUT", path, body, {**told, "X-Xsrftoken": cookie.partition("=")[2]})
    answer = connection.getresponse()
    assert answer.status == 204, answer.read()
