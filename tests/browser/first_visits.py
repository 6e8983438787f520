"""Servers that nobody has visited, each for the first visit of one address, without starting Python anew for each.

One process imports what a server needs and draws nothing. For every address it forks: the fork is a server of its own,
with no run of the app behind it, which its first visitor asks for that address as a browser would.

    python -m tests.browser.first_visits SECRETS|- ADDRESS...

prints one JSON object: by address, what the first visitor was shown.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import time
import urllib.request
from contextlib import suppress
from typing import Any

WITHIN = 60


def main() -> None:
    secrets, addresses = sys.argv[1], sys.argv[2:]
    from streamlit.web import cli  # noqa: PLC0415 - as above

    import app  # noqa: F401, PLC0415 - imported once, before the forks
    from socialimpact.ui import cached, shell  # noqa: F401, PLC0415 - as above

    told = {}
    for address in addresses:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            port = found.getsockname()[1]
        command = ["run", "app.py", "--server.port", str(port), "--server.headless", "true"]
        if secrets != "-":
            command += ["--secrets.files", secrets]
        child = os.fork()
        if not child:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            cli.main(command)
        try:
            _wait_until_up(port)
            told[address] = asyncio.run(_first_visit(port, address))
        finally:
            os.kill(child, 9)
            os.waitpid(child, 0)
    print(json.dumps(told))  # noqa: T201 - the answer of this command


def _wait_until_up(port: int) -> None:
    end = time.monotonic() + WITHIN
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return
        time.sleep(0.02)


async def _first_visit(port: int, address: str) -> dict[str, Any]:
    """The titles, pages in the menu and errors of the first run."""
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415 - a fork asks, it is asked nothing
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415 - as above
    from websockets.asyncio.client import connect  # noqa: PLC0415 - as above

    seen: dict[str, Any] = {"titles": [], "menu": [], "errors": [], "hidden": None}
    where = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(where, subprotocols=["streamlit"], max_size=None) as told:
        asked = BackMsg()
        asked.rerun_script.query_string, asked.rerun_script.page_name = "lang=en", address
        await told.send(asked.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await told.recv())
            kind = message.WhichOneof("type")
            if kind == "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "heading":
                    seen["titles"] += [element.heading.body] if element.heading.tag == "h1" else []
                elif element.WhichOneof("type") == "exception":
                    seen["errors"].append(element.exception.message)
            elif kind == "navigation":
                seen["menu"] = [page.url_pathname for page in message.navigation.app_pages]
                seen["hidden"] = message.navigation.position == message.navigation.Position.HIDDEN
            elif kind == "page_not_found":
                seen["errors"].append("page not found")
            elif kind == "script_finished":
                return seen


if __name__ == "__main__":
    main()
