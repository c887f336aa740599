#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Charts as a page of HTML: what is in it, that nothing of a workload's text can run in it, and in Chromium that hover,
zoom and step do what they should.

usage: test-html.py INTERLANE EXAMPLES-FOLDER
"""
import base64
import contextlib
import hashlib
import html.parser
import json
import os
import re

import browser
import tap
from command import call, example, folder_with, read, refused

# What stands in a name, a text or a title must stay one.
HOSTILE = ["</script><script>document.title='ran'</script>", "<!--", "]]>", "\"'`&amp;&lt;",
           "<img src=x onerror=document.title='ran'>", "\x1b[31m", "\u2028", "</style><style>*{display:none}", "javascript:alert(1)"]


class Tree(html.parser.HTMLParser):
    """The elements of a page and its texts."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.inside = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in ("meta", "rect", "path", "line"):
            self.inside.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        tap.check(tag in self.inside, f"</{tag}> ends nothing")
        while self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        self.texts.append((self.inside[-1] if self.inside else None, data))

    def handle_comment(self, data):
        raise AssertionError(f"a comment: {data!r}")

    def all(self, tag, **attributes):
        return [found for name, found in self.elements
                if name == tag and all(found.get(key) == value for key, value in attributes.items())]

    def text(self, tag):
        return "".join(text for inside, text in self.texts if inside == tag)


@contextlib.contextmanager
def page_of(workload, *options, status=0):
    """The path of the page of the runs of WORKLOAD."""
    with folder_with() as path:
        call("run", workload, "--quiet", "--trace", path("trace.json"), status=status)
        call("chart", path("trace.json"), "-o", path("page.html"), *options)
        yield path("page.html")


@contextlib.contextmanager
def hostile_page():
    with folder_with() as path:
        call("run", example("espresso"), "--quiet", "--trace", path("trace.json"))
        trace = json.loads(read(path("trace.json")))
        bad = "".join(HOSTILE)

        def spoil(value):
            """Names of tasks and objects, and printed texts."""
            if isinstance(value, dict):
                return {key: spoil(found) for key, found in value.items()}
            if isinstance(value, list):
                return [spoil(found) for found in value]
            return re.sub("^(order|machine|served)", lambda found: bad, value) if isinstance(value, str) else value

        spoiled = spoil(trace)
        spoiled["interlane"]["workload"] = {"name": bad, "text": "\n".join(HOSTILE)}
        with open(path("bad.json"), "w", encoding="utf-8") as file:
            json.dump(spoiled, file)
        call("chart", path("bad.json"), "-o", path("page.html"))
        yield path("page.html")


def check_closed(text):
    """That TEXT lets nothing in and has no script but its own."""
    tree = Tree(text)
    policy = tree.all("meta", **{"http-equiv": "Content-Security-Policy"})
    tap.equal(len(policy), 1, "policies")
    tap.equal(tree.elements.index(("meta", policy[0])) < [tag for tag, _ in tree.elements].index("style"), True,
              "the policy comes before what it is about")
    expected = ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]
    for directive, tag in ("style-src", "style"), ("script-src", "script"):
        tap.equal(len(tree.all(tag)), 1, f"<{tag}>s")
        content = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL).group(1)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        expected.append(f"{directive} 'sha256-{digest}'")
    tap.equal(policy[0]["content"].split("; "), expected)
    for tag, attributes in tree.elements:
        tap.check(tag not in ("img", "image", "canvas", "iframe", "object", "embed", "link", "base", "form", "a",
                              "foreignobject", "use", "feimage", "audio", "video"), f"<{tag}>")
        for name in attributes:
            tap.check(not name.startswith("on") and name not in ("src", "href", "xlink:href", "style", "srcset", "action"),
                      f"<{tag} {name}={attributes[name]!r}>")
    tap.check("data:" not in text and "@import" not in text and "base64," not in text, "something inlined")
    tap.equal(set(re.findall(r"url\(([^)]*)\)", text)) - {f"#hatch-{hue}" for hue in "01234567rl"}, set(), "addresses")
    tap.equal(set(re.findall(r"https?://[^\s\"'<>)]+", text)) - {"http://www.w3.org/2000/svg"}, set(), "addresses")
    return tree


def test_structure():
    with page_of(example("espresso")) as path:
        text = read(path)
        tree = check_closed(text)
        tap.check(text.startswith("<!DOCTYPE html>\n"), text[:100])
        tap.equal(tree.text("title"), "espresso – Interlane")
        tap.equal(len(tree.all("section", **{"class": "run"})), 3, "runs")
        tap.equal([attributes["aria-label"] for attributes in tree.all("svg", **{"class": "lanes"})],
                  ["Synchronous", "Threads", "Cooperative"])
        waits = [attributes for attributes in tree.all("rect") if attributes.get("class", "").startswith("waiting ")]
        tap.check({"data-from": "8000000", "data-to": "36000000", "data-lines": "7"}.items() <= waits[0].items(), waits[0])
        tap.equal(waits[0]["aria-label"].split("\n")[0], "order waits for semaphore machine")
        tap.check("held by order#3" in waits[0]["aria-label"], waits[0]["aria-label"])
        tap.equal(tree.text("code").count("print"), 2, "the code beside")
        tap.check(tree.all("li", id="line-14") and not tree.all("li", id="line-15"), "lines of the code")
        tap.check("served latte" in tree.text("samp"), tree.text("samp"))


def test_every_example():
    """Also those with deadlocks, deadlines and errors; for the same trace the same bytes."""
    for name in "deadlock", "philosophers", "hog", "rate-limiter", "generator":
        with folder_with() as path:
            call("run", example(name), "--quiet", "--trace", path("trace.json"), status=1 if name == "deadlock" else 0)
            for out in "one.html", "two.HTML":
                call("chart", path("trace.json"), "-o", path(out))
            tap.equal(read(path("one.html")), read(path("two.HTML")))
            tree = check_closed(read(path("one.html")))
            tap.equal(len([1 for found in tree.all("rect") if found.get("class") == "stuck"]) > 1, name == "deadlock", name)


def test_part_of_the_runs_and_of_the_time():
    with page_of(example("espresso"), "--model", "threads", "--from", "10ms", "--to", "20ms") as path:
        tree = check_closed(read(path))
        tap.equal(len(tree.all("section", **{"class": "run"})), 1)
        charts = tree.all("div", id="charts")[0]
        tap.equal((charts["data-start"], charts["data-end"]), ("10000000", "20000000"))
        for found in tree.all("rect"):
            if "data-from" in found:
                tap.check(int(found["data-from"]) <= 20e6 and int(found["data-to"]) >= 10e6, found)


def test_options():
    with page_of(example("espresso"), "--dark", "--by-core", "--color", "state") as path:
        text = read(path)
        check_closed(text)
        tap.check("prefers-color-scheme" not in text and "color-scheme:dark" in text, "dark asks nobody")
        tap.check("hue-r" in text and 'class="run by-core"' in text, "lanes of cores, hues of states")
    with page_of(example("espresso")) as path:
        tap.check("prefers-color-scheme: dark" in read(path), "light and dark")


def test_very_many_spans():
    """A page stays one that a browser can show, and says how many it left together."""
    text = ("task worker:\n    repeat 20000:\n        cpu 20us\n        sleep 10us\n\ntask main:\n    a = spawn worker()\n"
            "    b = spawn worker()\n    await a\n    await b\n")
    with folder_with(many=text) as path:
        call("run", path("many.workload"), "--quiet", "--model", "threads", "--switch", "10us", "--trace",
             path("trace.json"))
        call("chart", path("trace.json"), "-o", path("page.html"))
        page = read(path("page.html"))
        tap.check(len(page) < 30e6 and page.count("<rect") < 70000, f"{len(page)} bytes, {page.count('<rect')} spans")
        tap.check(re.search(r'class="many hue-\d"[^>]*aria-label="worker: \d+ spans', page), "what is left together")


def test_hostile_texts_stay_texts():
    with hostile_page() as path:
        text = read(path)
        tree = check_closed(text)
        tap.check("\x1b" not in text, "an escape")
        tap.check("<img src=x onerror=document.title='ran'>" in tree.text("code"), tree.text("code"))
        tap.check("</script><script>" in tree.text("samp"), tree.text("samp")[:500])
        tap.check("]]>" in tree.text("li"), "names of lanes")


def test_bad_endings_are_refused():
    with folder_with() as path:
        call("run", example("espresso"), "--quiet", "--trace", path("trace.json"))
        refused("chart", path("trace.json"), "-o", path("page.xhtml"), says=".html")
        refused("chart", path("trace.json"), "-o", path("no/page.html"), says="no such file")
        tap.equal(os.listdir(path(".")), ["trace.json"])


def test_run_writes_one():
    with folder_with() as path:
        call("run", example("espresso"), "--quiet", "--chart", path("page.html"))
        check_closed(read(path("page.html")))


def test_no_text_runs_in_a_browser():
    with hostile_page() as path, browser.page(path) as page:
        tap.check(page.ask("document.title").startswith("</script>"), page.ask("document.title"))
        tap.equal(page.ask("document.scripts.length"), 1)
        page.key(".")
        tap.equal(page.ask("document.getElementById('moment').textContent"), "0 ms", "its own script runs")
        said, asked = page.complaints()
        tap.equal((said, asked), ([], []), "what the console says and what was asked for")


def test_hover():
    with page_of(example("espresso")) as path, browser.page(path) as page:
        tap.equal(page.ask("document.getElementById('card').hidden"), True)
        page.pointer("mouseMoved", *page.middle("document.querySelectorAll('.run')[1].querySelector('rect.waiting')"))
        card = page.ask("document.getElementById('card').innerText")
        tap.equal(page.ask("document.getElementById('card').hidden"), False)
        for words in "order waits for semaphore machine", "8.0 → 36.0 ms", "held by order#3", "woken by order#3":
            tap.check(words in card, card)
        tap.equal(page.ask("[...document.querySelectorAll('.code .now')].map((line) => line.id)"), ["line-7"])
        page.pointer("mouseMoved", 5, 5)
        tap.equal(page.ask("document.getElementById('card').hidden"), True)
        tap.equal(page.ask("document.querySelectorAll('.code .now').length"), 0)


def test_zoom():
    width = "document.querySelector('.lanes').getBoundingClientRect().width"
    bar = "document.querySelectorAll('.run')[1].querySelector('rect.waiting')"
    moment = "document.getElementById('moment').textContent"
    with page_of(example("espresso")) as path, browser.page(path) as page:
        whole = page.ask(width)
        page.key("+")
        tap.check(abs(page.ask(width) / whole - 1.5) < 0.01, "+ makes it half as wide again")
        page.key("-")
        page.key("-")
        tap.check(abs(page.ask(width) - whole) < 2, "- makes it narrower, down to all of it")
        x, y = (int(place) for place in page.middle(bar))
        page.click(x, y)
        before = float(page.ask(moment).split()[0])
        for _ in range(5):
            page.pointer("mouseWheel", x, y, deltaX=0, deltaY=-300)
        tap.check(page.ask(width) > whole * 5, page.ask(width))
        page.click(x, y)
        after = float(page.ask(moment).split()[0])
        tap.check(abs(after - before) < 0.05, f"what is below the pointer stays there: {before} ms, {after} ms")
        tap.check(page.ask("document.querySelectorAll('#ruler text').length") > 2, "the ruler has times")
        page.key("0")
        tap.check(abs(page.ask(width) - whole) < 2, "0 shows all")


def test_step():
    moment = "document.getElementById('moment').textContent"
    lines = "[...document.querySelectorAll('.code .now')].map((line) => line.id)"
    with page_of(example("espresso"), "--model", "coop") as path, browser.page(path) as page:
        tap.equal(page.ask("document.getElementById('playhead').hidden"), True)
        seen = []
        for _ in range(4):
            page.key(".")
            seen.append(page.ask(moment))
        tap.equal(seen, ["0 ms", "4 ms", "10 ms", "12 ms"])
        page.key(",")
        page.key(",")
        tap.equal(page.ask(moment), "4 ms")
        tap.equal(page.ask(lines), ["line-6"], "who runs then is at")
        left = page.ask("document.getElementById('playhead').getBoundingClientRect().x")
        edge = page.ask("document.querySelector('rect.running[data-from=\"4000000\"]').getBoundingClientRect().x")
        start = page.ask("document.querySelector('.lanes').getBoundingClientRect().x")
        tap.check(start < left and abs(left + 1 - edge) < 3, f"the playhead is at {left}, the span at {edge}")
        later = "document.querySelectorAll('.output li.later').length"
        before = page.ask(later)
        for _ in range(30):
            page.key(".")
        tap.equal((page.ask(moment), page.ask(later)), ("94 ms", 0), "the end")
        tap.check(before > 0, "what is printed later is fainter")


def test_click():
    with page_of(example("espresso")) as path, browser.page(path) as page:
        x, y = page.middle("document.querySelectorAll('.run')[1].querySelector('rect.waiting')")
        page.click(x, y)
        tap.equal(page.ask("document.querySelectorAll('.selected').length"), 1)
        at = float(page.ask("document.getElementById('moment').textContent").split()[0])
        tap.check(21 < at < 23, at)
        tap.equal(page.ask("document.querySelector('.run.current h2').textContent.split(' ')[0]"), "Threads")
        page.pointer("mouseMoved", 5, 5)
        tap.equal(page.ask("[...document.querySelectorAll('.code .now')].map((line) => line.id)"), ["line-7"])
        page.send("Input.dispatchKeyEvent", type="keyDown", key="Escape")
        tap.equal(page.ask("document.querySelectorAll('.selected').length"), 0)


tap.run(globals())
