"""A server of the app, and visits of its pages as a browser makes them, over the server's own connection."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT

PORT = 8600 + os.getpid() % 300
_STARTS_WITHIN = 60


@contextmanager
def server(command: Sequence[str], home: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """`python COMMAND`, a server on `PORT` of the data in `home`, from when it answers until the block ends."""
    with (folder / "server.log").open("w", encoding="utf-8") as log, subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**os.environ, "SOCIALIMPACT_HOME": str(home)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
    ) as process:  # fmt: skip
        try:
            end = time.monotonic() + _STARTS_WITHIN
            while True:
                with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{PORT}/_stcore/health", timeout=2):
                    break
                if time.monotonic() > end:
                    sys.exit((folder / "server.log").read_text(encoding="utf-8"))
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()


def connection(port: int) -> Any:
    """What a browser's tab is to the server, for `async with`."""
    from websockets.asyncio.client import connect  # noqa: PLC0415 - a server needs none of it

    return connect(f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]


async def ask(socket: Any, page: str, query: str) -> tuple[tuple[str, ...], list[str]]:
    """The figures on the cards of a page, once all of it is drawn, and the errors that it showed."""
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415 - a server needs none of it
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415 - as above

    asked = BackMsg()
    asked.rerun_script.query_string = f"lang=en&{query}"
    asked.rerun_script.page_name = page
    await socket.send(asked.SerializeToString())
    figures, errors = [], []
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())
        match message.WhichOneof("type"):
            case "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "metric":
                    figures.append(f"{element.metric.label}: {element.metric.body}")
                elif element.WhichOneof("type") == "exception":
                    errors.append(element.exception.message)
            case "script_finished":
                return tuple(figures), errors if figures else [*errors, "a page without figures"]
