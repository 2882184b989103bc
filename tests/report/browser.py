"""A headless Chromium steered over its debugging pipe: no driver, no socket, nothing to install but itself."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def installed() -> str | None:
    """The browser on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """A page that was opened, with everything it asked for and everything it complained about."""

    def __init__(self, to: int, out: int) -> None:
        self._to, self._out = to, out
        self._rest = b""
        self._last = 0
        self._session = ""
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Call a method of the debugging protocol and wait for its answer."""
        self._last += 1
        content = {"id": self._last, "method": method, "params": params}
        if self._session:
            content["sessionId"] = self._session
        os.write(self._to, json.dumps(content).encode() + b"\0")
        while True:
            message = self._read()
            if message.get("id") == self._last:
                assert "error" not in message, message
                answer: dict[str, Any] = message["result"]
                return answer
            self._note(message)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._out, 1 << 16)
            assert more, "the browser has gone"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        params = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(params, ensure_ascii=False)[:400])
            case "Log.entryAdded":
                self.complaints.append(params["entry"]["text"])

    def open(self, url: str, width: int = 1200, height: int = 900) -> None:
        """Open an address and wait until it is loaded."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Network", "Runtime", "Log", "Page"):
            self.call(f"{domain}.enable")
        self.size(width, height)
        self.call("Page.navigate", url=url)
        while True:
            message = self._read()
            self._note(message)
            if message.get("method") == "Page.loadEventFired":
                return

    def size(self, width: int, height: int) -> None:
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, **features: str) -> None:
        """Pretend media features: `prefers_color_scheme="dark"`; `media="print"` for paper."""
        media = features.pop("media", "")
        pairs = [{"name": k.replace("_", "-"), "value": v} for k, v in features.items()]
        self.call("Emulation.setEmulatedMedia", media=media, features=pairs)

    def run(self, script: str) -> Any:
        """The value of a script; what is thrown in it fails the test."""
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def press(self, key: str) -> None:
        """Press a key as a person would."""
        text = key if len(key) == 1 else ""
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key)

    def picture(self, file: Path) -> None:
        """What is seen, as PNG."""
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


@contextlib.contextmanager
def page() -> Iterator[Page]:
    """A browser with an empty profile, gone afterwards."""
    browser = installed()
    assert browser is not None
    theirs, to = os.pipe()
    out, ours = os.pipe()
    # The browser wants them as 3 and 4; ours must not be in the way of that.
    given = [fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (theirs, ours)]
    os.close(theirs)
    os.close(ours)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [*FLAGS, f"--user-data-dir={profile}"]
        running = subprocess.Popen(
            ["bash", "-c", 'exec "$@" 3<&{} 4>&{}'.format(*given), "bash", browser, *flags],
            pass_fds=given,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for fd in given:
            os.close(fd)
        try:
            yield Page(to, out)
        finally:
            running.terminate()
            running.wait(20)
            os.close(to)
            os.close(out)
