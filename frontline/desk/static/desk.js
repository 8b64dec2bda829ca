// The desk in the browser. Every page works without this script, except clicks on maps. htmx loads
// parts of a page in place of a whole one, as the templates say; this fills in positions.

import {copyOnClick} from "./copyButton.js";

// Say something to a screen reader.
function announce(text) {
  document.getElementById("status").textContent = text;
}

// Prepare what htmx has loaded. A page that it could not load opens as a whole, with its error; a
// form that it could not send stays as it is.
function followRequests() {
  const failed = ({ detail: { boosted, pathInfo, requestConfig, xhr } }) => {
    if (boosted) location.assign(pathInfo.finalRequestPath);
    else if (requestConfig.verb === "post") announce(xhr.statusText);
  };
  const { body } = document;
  body.addEventListener("htmx:responseError", failed);
  body.addEventListener("htmx:sendError", failed);
  body.addEventListener("htmx:load", ({ target }) => target !== body && prepare(target));
}

// What an earlier state of a form would change is not shown any more; what was typed before this
// script had loaded is checked, too.
function checkWhileTyping(form) {
  form.addEventListener("input", () => {
    window.htmx.trigger("#show-effect", "htmx:abort");
    document.getElementById("effect").replaceChildren();
  });
  const isTyped = () => [...form.querySelectorAll("input")].some((one) => one.value !== one.defaultValue);
  // By then htmx has read the page.
  document.addEventListener("DOMContentLoaded", () => isTyped() && window.htmx.trigger(form, "input"));
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
  for (const field of root.querySelectorAll("input[data-position]")) {
    field.addEventListener("focus", () => markUsed(field));
  }
  for (const area of root.querySelectorAll("[data-drop]")) takeDroppedFile(area);
  for (const button of root.querySelectorAll("button.copy")) copyOnClick(button, announce);
  for (const select of root.querySelectorAll("select[data-submits]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  for (const form of root.querySelectorAll("form[data-checked]")) checkWhileTyping(form);
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

followRequests();
prepare(document);
