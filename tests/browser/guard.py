"""What no page may do, watched while a test drives a browser: ask elsewhere, break, or be stopped by its own policy."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

LOCAL = ("127.0.0.1", "localhost")
# The console repeats each answer of 400 or more; those are judged by their status.
REPEATED = "Failed to load resource"


class Guard:
    """Keeps what was asked and what went wrong in a browser; answers of the statuses `wanted` are as they should be."""

    def __init__(self, context: BrowserContext, wanted: tuple[int, ...] = ()) -> None:
        self.wrong: list[str] = []
        self.requests: list[Request] = []
        self._wanted = wanted
        context.on("request", self._see_request)
        context.on("response", self._see_response)
        context.on("console", self._see_console)
        context.on("weberror", self._see_error)

    def _see_request(self, request: Request) -> None:
        self.requests.append(request)
        address = urlsplit(request.url)
        if address.scheme != "data" and address.hostname not in LOCAL:
            self.wrong.append(f"asked elsewhere: {request.url}")

    def _see_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._wanted:
            self.wrong.append(f"answered {response.status}: {response.url}")

    def _see_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(REPEATED):
            self.wrong.append(f"{message.type} in the console: {message.text}")

    def _see_error(self, error: WebError) -> None:
        self.wrong.append(f"a script broke: {error.error}")
