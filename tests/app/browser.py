# SPDX-License-Identifier: GPL-3.0-or-later
"""A page in headless Chromium, over the pipe of its DevTools protocol: what a user does, and what is to be seen then."""
import contextlib
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

import tap


class Page:
    def __init__(self, process, to, back):
        self.process, self.to, self.back = process, to, back
        self.pending, self.number, self.session, self.events = b"", 0, None, []

    def read(self):
        end = time.monotonic() + 120
        while b"\0" not in self.pending:
            if not select.select([self.back], [], [], max(0, end - time.monotonic()))[0]:
                raise AssertionError("Chromium does not answer")
            part = os.read(self.back, 1 << 20)
            if not part:
                raise AssertionError("Chromium has ended")
            self.pending += part
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                tap.check("error" not in answer, f"{method}: {answer.get('error')}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path):
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in "Page", "Runtime", "Log", "Network":
            self.send(f"{domain}.enable")
        self.send("Emulation.setDeviceMetricsOverride", width=1200, height=800, deviceScaleFactor=1, mobile=False)
        self.send("Page.navigate", url=f"file://{path}")
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())

    def ask(self, expression):
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        tap.check("exceptionDetails" not in answer, f"{expression}: {answer.get('exceptionDetails')}")
        return answer["result"].get("value")

    def key(self, key):
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key)

    def pointer(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def click(self, x, y):
        self.pointer("mouseMoved", x, y)
        self.pointer("mousePressed", x, y, button="left", clickCount=1)
        self.pointer("mouseReleased", x, y, button="left", clickCount=1)

    def middle(self, expression):
        """The middle of an element, in pixels of the window."""
        x, y = self.ask(f"(() => {{ const box = ({expression}).getBoundingClientRect();"
                        " return [box.x + box.width / 2, box.y + box.height / 2]; })()")
        return x, y

    def complaints(self):
        """What the console says, and the addresses that were asked for beside the page."""
        said = [event["params"] for event in self.events
                if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")]
        asked = [event["params"]["request"]["url"] for event in self.events
                 if event.get("method") == "Network.requestWillBeSent"]
        return said, asked[1:]


@contextlib.contextmanager
def page(path):
    program = shutil.which("chromium")
    if not program:
        raise tap.Skip("there is no chromium")
    with tempfile.TemporaryDirectory() as profile:
        commands, to = os.pipe()
        back, answers = os.pipe()
        # It reads from 3 and writes to 4; a shell puts them there, wherever they are.
        process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{commands} 4>&{answers}', "sh", program, "--headless", "--no-sandbox",
             "--disable-gpu", "--disable-dev-shm-usage", f"--user-data-dir={profile}", "--window-size=1200,800",
             "--remote-debugging-pipe", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(commands, answers))
        os.close(commands)
        os.close(answers)
        try:
            shown = Page(process, to, back)
            shown.open(path)
            yield shown
        finally:
            process.kill()
            process.wait()
            os.close(to)
            os.close(back)
            time.sleep(0.2)  # its helpers write to the profile for a moment
