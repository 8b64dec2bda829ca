// The desk in the browser. Every page works without this script, except clicks on maps: it loads
// parts of a page in place of a whole one, completes names, and fills in positions.

import {copyOnClick} from "./copyButton.js";

const NAMES_DELAY_MS = 150;
const CHECK_DELAY_MS = 500;
const AGAIN_MS = 1000;

// Say something to a screen reader.
function announce(text) {
  document.getElementById("status").textContent = text;
}

// The request that was sent last for each part of the page: only its answer may be shown.
const latest = new Map();
// What `swap` returns if a later request has replaced its own.
const OVERTAKEN = Symbol("overtaken");

// Replace parts of this page by those of another with the same ids; null if that is not possible.
async function swap(url, ids, options = {}) {
  const request = new AbortController();
  for (const id of ids) {
    latest.get(id)?.abort();
    latest.set(id, request);
  }
  document.body.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, { ...options, signal: request.signal });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (request.signal.aborted) return OVERTAKEN;
    const parts = ids.map((id) => [document.getElementById(id), page.getElementById(id)]);
    if (parts.some(([old, fresh]) => !old || !fresh)) return null;
    for (const [old, fresh] of parts) {
      old.replaceWith(document.adoptNode(fresh));
      prepare(fresh);
    }
    return response;
  } catch {
    return request.signal.aborted ? OVERTAKEN : null;
  } finally {
    for (const id of ids) if (latest.get(id) === request) latest.delete(id);
    if (!latest.size) document.body.removeAttribute("aria-busy");
  }
}

// Load the page of a link or a form that names the parts it changes.
async function follow(element, url) {
  const done = await swap(url, element.dataset.swap.split(" "));
  if (done === OVERTAKEN) return;
  if (done) history.pushState({}, "", url);
  else location.assign(url);
}

function address(form) {
  const url = new URL(form.action);
  url.search = new URLSearchParams(new FormData(form)).toString();
  return url.href;
}

// Send a form without leaving the page, and show the named parts of the answer.
function send(form, url, ids, button) {
  const body = new URLSearchParams(new FormData(form, button));
  return swap(url, ids.split(" "), { method: "POST", body });
}

// The timer of the next check of each form.
const timers = new WeakMap();

// Show what is wrong with a form while it is filled in, also when that began before this script.
// What an earlier state of the form would change is not shown any more.
function checkWhileTyping(form) {
  const checkSoon = () => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => send(form, form.dataset.check, "problems"), CHECK_DELAY_MS));
    document.getElementById(form.dataset.outdates)?.replaceChildren();
  };
  form.addEventListener("input", checkSoon);
  if ([...form.querySelectorAll("input")].some((one) => one.value !== one.defaultValue)) checkSoon();
}

// Offer names of places for what is typed; the first options are those of the page.
function completeNames(input) {
  const { list } = input;
  const own = [...list.options].map((option) => option.cloneNode(true));
  let timer = 0;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = input.value.trim();
      if (text.length < 2) return;
      const response = await fetch(`/ask/names?${new URLSearchParams({ text })}`);
      if (!response.ok || input.value.trim() !== text) return;
      const found = await response.json();
      list.replaceChildren(...own, ...found.map(({ id, label }) => {
        const option = document.createElement("option");
        option.value = id;
        option.label = label;
        return option;
      }));
    }, NAMES_DELAY_MS);
  });
}

// The longitude and latitude of a click on a map, from the positions of its corners.
function positionOf(figure, event) {
  const corners = figure.dataset.corners.split(" ").map((one) => one.split(",").map(Number));
  const box = figure.querySelector("svg.map").getBoundingClientRect();
  const across = (event.clientX - box.left) / box.width;
  const down = (event.clientY - box.top) / box.height;
  if (across < 0 || across > 1 || down < 0 || down > 1) return null;
  const between = (one, other, share) => one.map((value, i) => value + (other[i] - value) * share);
  const top = between(corners[0], corners[1], across);
  const bottom = between(corners[3], corners[2], across);
  return between(top, bottom, down).map((value) => value.toFixed(5));
}

// The field of a position that was used last, else the first that is empty.
function positionField() {
  const fields = [...document.querySelectorAll("input[data-position]")];
  const used = fields.find((field) => field.dataset.position === "used");
  return used ?? fields.find((field) => !field.value) ?? fields[0];
}

function markUsed(field) {
  for (const one of document.querySelectorAll("input[data-position]")) one.dataset.position = "";
  field.dataset.position = "used";
}

// Choose the answer of a question whose position is next to a click on its map.
function chooseOnMap(question) {
  const answers = [...question.querySelectorAll("input[data-at]")];
  const figure = question.querySelector("[data-corners]");
  figure?.addEventListener("click", (event) => {
    const clicked = positionOf(figure, event)?.map(Number);
    if (!clicked) return;
    const across = Math.cos((clicked[1] * Math.PI) / 180);
    const away = (answer) => {
      const [lon, lat] = answer.dataset.at.split(",").map(Number);
      return Math.hypot((lon - clicked[0]) * across, lat - clicked[1]);
    };
    const nearest = answers.toSorted((one, other) => away(one) - away(other))[0];
    if (!nearest) return;
    nearest.checked = true;
    nearest.focus();
  });
}

// Take a file that is dropped on a text as the file of the form.
function takeDroppedFile(area) {
  const input = document.getElementById(area.dataset.drop);
  area.addEventListener("dragover", (event) => event.preventDefault());
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    announce(input.files[0].name);
  });
}

// Load a part of the page again after a second, as long as it asks for it.
function loadAgain(part) {
  setTimeout(async () => {
    const done = await swap(location.href, part.dataset.again.split(" "));
    if (!done && part.isConnected) loadAgain(part);
  }, AGAIN_MS);
}

// Choose the part of a map that a picture shows: drag over it while the button is pressed.
function cropOnMap(button) {
  const map = document.getElementById(button.dataset.of);
  const field = document.getElementById(button.dataset.crop);
  const figure = map.querySelector("[data-corners]");
  if (!figure) return;
  const frame = document.createElement("div");
  frame.className = "crop";
  frame.hidden = true;
  figure.append(frame);
  let start = null;
  const press = (pressed) => {
    button.setAttribute("aria-pressed", String(pressed));
    figure.toggleAttribute("data-cropping", pressed);
  };
  button.hidden = false;
  button.addEventListener("click", () => press(button.getAttribute("aria-pressed") !== "true"));
  const isOn = () => figure.hasAttribute("data-cropping");
  figure.addEventListener("pointerdown", (event) => {
    if (!isOn() || !positionOf(figure, event)) return;
    event.preventDefault();
    figure.setPointerCapture(event.pointerId);
    start = event;
  });
  figure.addEventListener("pointermove", (event) => {
    if (!start) return;
    const box = figure.getBoundingClientRect();
    const [left, right] = [start.clientX, event.clientX].toSorted((a, b) => a - b);
    const [top, bottom] = [start.clientY, event.clientY].toSorted((a, b) => a - b);
    frame.hidden = false;
    frame.style.insetInlineStart = "auto";
    frame.style.left = `${left - box.left}px`;
    frame.style.top = `${top - box.top}px`;
    frame.style.width = `${right - left}px`;
    frame.style.height = `${bottom - top}px`;
  });
  figure.addEventListener("pointerup", (event) => {
    const ends = start && [start, event].map((one) => positionOf(figure, one)?.map(Number));
    start = null;
    if (!ends || ends.includes(undefined)) {
      frame.hidden = true;
      return;
    }
    const [lons, lats] = [0, 1].map((at) => ends.map((one) => one[at]).toSorted((a, b) => a - b));
    if (lons[0] === lons[1] || lats[0] === lats[1]) return;
    field.value = [lons[0], lats[0], lons[1], lats[1]].join(",");
    press(false);
    field.form.requestSubmit();
  });
}

// Fill in longitude and latitude, which are two fields, from a click on the map.
function pickParts(map) {
  map.addEventListener("click", (event) => {
    const figure = event.target.closest("[data-corners]");
    const position = figure && positionOf(figure, event);
    if (!position) return;
    for (const [at, name] of ["lon", "lat"].entries()) {
      const field = document.querySelector(`input[data-part="${name}"]`);
      field.value = position[at];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

function prepare(root) {
  if (root.matches?.("[data-again]")) loadAgain(root);
  for (const part of root.querySelectorAll("[data-again]")) loadAgain(part);
  for (const field of root.querySelectorAll("input[data-position]")) {
    field.addEventListener("focus", () => markUsed(field));
  }
  for (const area of root.querySelectorAll("[data-drop]")) takeDroppedFile(area);
  for (const button of root.querySelectorAll("button.copy")) copyOnClick(button, announce);
  for (const input of root.querySelectorAll("input[data-names]")) completeNames(input);
  for (const select of root.querySelectorAll("select[data-submits]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  for (const form of root.querySelectorAll("form[data-swap]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      follow(form, address(form));
    });
  }
  for (const form of root.querySelectorAll("form[data-check]")) checkWhileTyping(form);
  for (const button of root.querySelectorAll("button[data-swap]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      clearTimeout(timers.get(button.form));
      send(button.form, button.getAttribute("formaction"), button.dataset.swap, button);
    });
  }
  for (const link of root.querySelectorAll("a[data-swap]")) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      follow(link, link.href);
    });
  }
  for (const button of root.querySelectorAll("[data-crop]")) cropOnMap(button);
  for (const map of root.querySelectorAll("[data-pick-parts]")) pickParts(map);
  for (const question of root.querySelectorAll("[data-nearest]")) chooseOnMap(question);
  const maps = root.matches?.("[data-pick]") ? [root] : root.querySelectorAll("[data-pick]");
  for (const map of maps) {
    map.addEventListener("click", (event) => {
      const figure = event.target.closest("[data-corners]");
      const position = figure && !("cropping" in figure.dataset) && positionOf(figure, event);
      if (!position) return;
      const field = document.getElementById(map.dataset.pick) ?? positionField();
      field.value = position.join(",");
      field.focus();
      field.dispatchEvent(new Event("picked", { bubbles: true }));
    });
  }
}

prepare(document);
window.addEventListener("popstate", () => location.reload());
