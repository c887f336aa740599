/* SPDX-License-Identifier: GPL-3.0-or-later */
"use strict";
// Looking around in the charts: hover, zoom, step. All there is to show is in the page; this only ever sets classes,
// attributes and texts.
(() => {
  const $ = (id) => document.getElementById(id);
  const charts = $("charts"), plane = $("plane"), ruler = $("ruler"), playhead = $("playhead"), card = $("card");
  const start = Number(charts.dataset.start), end = Number(charts.dataset.end);
  const steps = charts.dataset.steps.split(" ").filter(Boolean).map(Number);
  const runs = [...document.querySelectorAll(".run")];
  const MOST_ZOOM = 1000, SVG = "http://www.w3.org/2000/svg";
  let zoom = 1, at = null, hovered = null, selected = null, current = runs[0];

  const spans = new Map(); // row -> its spans, in order of time
  for (const row of document.querySelectorAll(".row"))
    spans.set(row, [...row.querySelectorAll("rect[data-from]")].map((element) =>
      ({ element, from: Number(element.dataset.from), to: Number(element.dataset.to) })));

  // Times

  const [unit, length] = [["s", 1e9], ["ms", 1e6], ["µs", 1e3]].find(([, ns]) => end >= ns) || ["ns", 1];
  const text = (time, step) => {
    const decimals = Math.max(0, Math.ceil(-Math.log10(step / length) - 1e-9));
    return `${(time / length).toFixed(decimals)} ${unit}`;
  };
  const exact = (time) => `${Number((time / length).toPrecision(12))} ${unit}`;

  const axis = () => {
    const box = charts.getBoundingClientRect(), gutter = parseFloat(getComputedStyle(plane).getPropertyValue("--gutter"));
    return { left: box.left + gutter, gutter, width: plane.getBoundingClientRect().width - gutter, seen: charts.clientWidth - gutter };
  };
  const timeAt = (x) => {
    const { left, width } = axis();
    return start + ((x - left + charts.scrollLeft) / width) * (end - start);
  };

  function drawRuler() {
    const { gutter, width, seen } = axis(), pixel = (end - start) / width;
    let step = 1;
    while (step < pixel * 90)
      step *= String(step).startsWith("2") ? 2.5 : 2;
    ruler.replaceChildren();
    ruler.setAttribute("width", charts.clientWidth);
    const from = start + charts.scrollLeft * pixel, to = from + seen * pixel;
    for (let i = Math.ceil(from / step); i * step <= to; i++) {
      const x = gutter + (i * step - from) / pixel;
      const line = document.createElementNS(SVG, "line"), label = document.createElementNS(SVG, "text");
      for (const [name, value] of [["x1", x], ["x2", x], ["y1", 21], ["y2", 28]])
        line.setAttribute(name, value);
      label.setAttribute("x", x);
      label.setAttribute("y", 16);
      label.textContent = text(i * step, step);
      ruler.append(line, label);
    }
  }

  // Zoom

  let anchor = {}; // scrolling is by whole pixels: zooming on at one place would drift
  function setZoom(wanted, x) {
    const { left, seen } = axis(), place = x ?? left + seen / 2;
    const time = anchor.place === place && anchor.scrolled === charts.scrollLeft ? anchor.time : timeAt(place);
    zoom = Math.min(MOST_ZOOM, Math.max(1, wanted));
    plane.style.setProperty("--zoom", zoom);
    charts.scrollLeft = ((time - start) / (end - start)) * axis().width - (place - left);
    anchor = { place, time, scrolled: charts.scrollLeft };
    drawRuler();
  }
  const focus = () => { // where zooming by key keeps the charts
    const { left, width, seen } = axis();
    const x = at === null ? -1 : left + ((at - start) / (end - start)) * width - charts.scrollLeft;
    return x >= left && x <= left + seen ? x : undefined;
  };

  // What is marked

  const find = (row, time) => {
    const all = spans.get(row) || [];
    let low = 0, high = all.length;
    while (low < high) { // the first that begins later
      const middle = (low + high) >> 1;
      if (all[middle].from <= time) low = middle + 1; else high = middle;
    }
    const span = all[low - 1];
    return span && time <= span.to ? span : null;
  };

  function linesOf(span, time) {
    const [first, ...marks] = (span.element.dataset.lines || "").split(" ");
    if (!first) return [];
    let line = first;
    if (time !== null)
      for (const [from, next] of marks.map((mark) => mark.split(":")))
        if (Number(from) <= time) line = next;
    return [line];
  }

  function markLines() {
    let lines = [];
    if (hovered) lines = linesOf(hovered, null);
    else if (selected) lines = linesOf(selected, at);
    else if (at !== null)
      for (const row of current.querySelectorAll(".row")) {
        const span = find(row, at);
        if (span && at < span.to && span.element.classList.contains("running")) lines.push(...linesOf(span, at));
      }
    for (const line of document.querySelectorAll(".code .now")) line.classList.remove("now");
    for (const line of lines) {
      const item = $(`line-${line}`);
      if (!item) continue;
      item.classList.add("now");
      item.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  function setCurrent(run) {
    current = run;
    for (const other of runs) other.classList.toggle("current", runs.length > 1 && other === run);
    for (const print of document.querySelectorAll(".output li[data-run]")) {
      print.hidden = print.dataset.run !== run.dataset.run;
      print.classList.toggle("later", at !== null && Number(print.dataset.at) > at);
    }
  }

  function mark(span, name, before) {
    if (before) before.element.classList.remove(name);
    if (span) span.element.classList.add(name);
    return span;
  }
  const hover = (span) => { hovered = mark(span, "hovered", hovered); markLines(); };
  const select = (span) => { selected = mark(span, "selected", selected); markLines(); };

  function showCard(span, x, y) {
    card.hidden = !span;
    if (!span) return;
    const [headline, ...details] = span.element.getAttribute("aria-label").split("\n");
    card.children[0].textContent = headline;
    card.children[1].textContent = details.join("\n");
    card.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - card.offsetWidth - 4))}px`;
    card.style.top = `${y + 18 + card.offsetHeight > innerHeight ? y - 10 - card.offsetHeight : y + 18}px`;
  }

  // The playhead

  function seek(time) {
    at = Math.min(end, Math.max(start, time));
    playhead.hidden = false;
    playhead.style.setProperty("--at", (at - start) / (end - start));
    $("moment").textContent = exact(at);
    const { width, seen } = axis(), x = ((at - start) / (end - start)) * width;
    if (x < charts.scrollLeft || x > charts.scrollLeft + seen) charts.scrollLeft = x - seen / 3;
    setCurrent(current);
    markLines();
  }
  const next = () => steps.find((time) => time > (at ?? -1));
  const previous = () => steps.findLast((time) => time < (at ?? end + 1));
  function step(time) {
    if (time === undefined) return;
    select(null);
    seek(time);
  }

  // Pointer and keys

  const rowAt = (event) => {
    const lanes = event.target.closest?.(".lanes");
    if (!lanes) return null;
    const height = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--lane"));
    return lanes.querySelectorAll(":scope > .row")[Math.floor((event.clientY - lanes.getBoundingClientRect().top) / height)];
  };
  charts.addEventListener("pointermove", (event) => {
    const row = rowAt(event), span = row ? find(row, timeAt(event.clientX)) : null;
    if (span !== hovered) hover(span);
    showCard(span, event.clientX, event.clientY);
  });
  charts.addEventListener("pointerleave", () => { hover(null); showCard(null); });
  charts.addEventListener("click", (event) => {
    const run = event.target.closest(".run");
    if (run) setCurrent(run);
    const row = rowAt(event);
    select(row ? find(row, timeAt(event.clientX)) : null);
    if (event.target.closest("#ruler, .lanes")) seek(Math.round(timeAt(event.clientX)));
  });
  charts.addEventListener("wheel", (event) => {
    if (event.shiftKey || event.altKey || !event.target.closest("#ruler, .lanes")
        || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
    event.preventDefault();
    setZoom(zoom * Math.exp(-event.deltaY * (event.deltaMode ? 0.06 : 0.002)), event.clientX);
    showCard(null);
  }, { passive: false });
  charts.addEventListener("scroll", drawRuler);
  addEventListener("resize", drawRuler);

  const commands = {
    ",": () => step(previous()), ".": () => step(next()),
    "+": () => setZoom(zoom * 1.5, focus()), "=": () => setZoom(zoom * 1.5, focus()),
    "-": () => setZoom(zoom / 1.5, focus()), "0": () => setZoom(1),
    "Escape": () => { select(null); showCard(null); },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(commands, event.key)) return;
    event.preventDefault();
    commands[event.key]();
  });
  for (const [id, key] of [["previous", ","], ["next", "."], ["in", "+"], ["out", "-"], ["fit", "0"]])
    $(id).addEventListener("click", () => commands[key]());

  if (current) setCurrent(current);
  drawRuler();
})();
