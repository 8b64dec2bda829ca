"""Send the requests of geopy with httpx, with limits on the answer.

An answer has at most `MAX_ANSWER_BYTES`, comes within the time limit as a whole, and comes from the
host and with the scheme that were asked: a redirect to another is refused, since it would receive
the name, the key and the address of the user.
"""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut

from frontline.input_files import check_nesting

#: Largest answer, in bytes.
MAX_ANSWER_BYTES = 1 << 20
#: Largest number of redirects on the same host.
_MAX_REDIRECTS = 3


class HttpxAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Send a request and return the text or the JSON of its answer."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._ssl_context = ssl_context

    def get_json(self, url: str, *, timeout: float, headers: dict[str, str]) -> Any:
        """Return the JSON value of an answer."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            check_nesting(text)
            return json.loads(text)
        except (ValueError, RecursionError):
            raise GeocoderParseError("the answer is not JSON, or nested too deeply") from None

    def get_text(self, url: str, *, timeout: float, headers: dict[str, str]) -> str:
        """Return the text of an answer.

        The request runs in a thread, so that the time limit holds for all of it: the look-up of the
        host and an answer that comes byte by byte too.
        """
        outcome: list[str | Exception] = []
        client = httpx.Client(
            verify=self._ssl_context or True,
            timeout=timeout,
            headers={**headers, "Accept-Encoding": "identity"},
            follow_redirects=False,
        )

        def work() -> None:
            try:
                outcome.append(_request(client, url))
            except Exception as error:  # noqa: BLE001 - it is raised in the thread that waits
                outcome.append(error)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(timeout)
        result = outcome[0] if outcome else None
        client.close()
        if result is None or isinstance(result, httpx.TimeoutException):
            raise GeocoderTimedOut(f"no complete answer within {timeout:g} seconds")
        if isinstance(result, (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError)):
            if isinstance(result, AdapterHTTPError):
                raise result
            raise GeocoderServiceError(str(result)[:200] or type(result).__name__)
        if isinstance(result, Exception):
            raise result
        return result


def _request(client: httpx.Client, url: str) -> str:
    """Return the text of an answer, following redirects on the same host."""
    request = client.build_request("GET", url)
    origin = _origin(request.url)
    for _ in range(_MAX_REDIRECTS + 1):
        response = client.send(request, stream=True)
        try:
            if response.next_request is None:
                return _text(response)
            request = response.next_request
        finally:
            response.close()
        if _origin(request.url) != origin:
            host = f"{request.url.scheme}://{request.url.netloc.decode('ascii', 'replace')}"
            raise GeocoderServiceError(
                f"it redirects to another address ({host[:80]}), which is not followed"
            )
    raise GeocoderServiceError(f"it redirects more than {_MAX_REDIRECTS} times")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _text(response: httpx.Response) -> str:
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise GeocoderServiceError("the answer is compressed, which was not asked for")
    content = bytearray()
    for chunk in response.iter_raw(1 << 16):
        content += chunk
        if len(content) > MAX_ANSWER_BYTES:
            raise GeocoderServiceError(f"the answer is larger than {MAX_ANSWER_BYTES:,} bytes")
    text = content.decode("utf-8", errors="replace")
    if not response.is_success:
        raise AdapterHTTPError(
            f"status {response.status_code}",
            status_code=response.status_code,
            headers=response.headers,
            text=None,
        )
    return text
