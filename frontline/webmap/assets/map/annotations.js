// Texts with leader lines, and arrows, that the data has for the maps of some days.

import {svgElement} from "../core/dom.js";
import {localized} from "../core/i18n.js";
import {Boxes, makeTextMeasure} from "./labels.js";

/** Size of a text in rem, the width of a line and the height of the next in sizes of the text. */
const NOTE_SIZE = 0.8125;
const NOTE_WIDTH = 11;
const NOTE_LINE = 1.24;
/** How far a text may be from its anchor, in sizes of the text, and how many directions are tried. */
const NOTE_NEAR = 1.6;
const NOTE_FAR = 11;
const NOTE_RINGS = 8;
const NOTE_DIRECTIONS = 24;
/** How far an arrow bends to the side, as a share of its length, and its head, in pixels. */
const ARROW_BEND = 0.12;
const ARROW_HEAD = [13, 7];
const MAX_ARROW_BOXES = 300;

/** Break a text into lines no wider than asked for, unless a word is. */
export function wrapText(text, width, measure) {
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * Return the box of a text around its anchor: the nearest that lies in the frame and is `free`, and of
 * these the nearest that is `clear` too, if there is one; null if there is no room.
 */
export function placeNote([x, y], [width, height], size, { frame, free, clear }) {
  let best = null;
  for (let ring = 0; ring < NOTE_RINGS; ring += 1) {
    const away = size * (NOTE_NEAR + ((NOTE_FAR - NOTE_NEAR) * ring) / (NOTE_RINGS - 1));
    for (let number = 0; number < NOTE_DIRECTIONS; number += 1) {
      const angle = (2 * Math.PI * number) / NOTE_DIRECTIONS;
      const [east, south] = [Math.cos(angle), Math.sin(angle)];
      const left = x + east * (away + (width / 2) * Math.abs(east)) - width / 2;
      const top = y + south * (away + height / 2) - height / 2;
      const box = [left, top, left + width, top + height];
      const isInside = left >= frame[0] && top >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];
      if (!isInside || !free(box)) continue;
      if (clear(box)) return box;
      best ??= box;
    }
  }
  return best;
}

/** Return the point towards which an arrow from one point to another bends. */
function bendOf([x, y], [toX, toY]) {
  return [(x + toX) / 2 - (toY - y) * ARROW_BEND, (y + toY) / 2 + (toX - x) * ARROW_BEND];
}

/** Return boxes that cover an arrow. */
export function arrowBoxes(start, tip) {
  const bend = bendOf(start, tip);
  const count = Math.min(Math.ceil(Math.hypot(tip[0] - start[0], tip[1] - start[1]) / ARROW_HEAD[1]), MAX_ARROW_BOXES);
  return Array.from({ length: count + 1 }, (_, i) => {
    const t = i / Math.max(count, 1);
    const [x, y] = [0, 1].map((axis) => (1 - t) ** 2 * start[axis] + 2 * t * (1 - t) * bend[axis] + t * t * tip[axis]);
    return [x - ARROW_HEAD[1], y - ARROW_HEAD[1], x + ARROW_HEAD[1], y + ARROW_HEAD[1]];
  });
}

/** Return the path data of a bent arrow from one point to another: its shaft, and its head. */
export function arrowPaths([x, y], [toX, toY]) {
  const [bendX, bendY] = bendOf([x, y], [toX, toY]);
  const length = Math.hypot(toX - bendX, toY - bendY) || 1;
  const [u, v] = [(toX - bendX) / length, (toY - bendY) / length];
  const [long, half] = ARROW_HEAD;
  const [neckX, neckY] = [toX - u * long, toY - v * long];
  const point = (...at) => at.map((number) => number.toFixed(1)).join(" ");
  return {
    shaft: `M${point(x, y)}Q${point(bendX, bendY)} ${point(neckX, neckY)}`,
    head: `M${point(toX, toY)}L${point(neckX - v * half, neckY + u * half)}L${point(neckX + v * half, neckY - u * half)}Z`,
  };
}

/**
 * Make the annotations. `draw(day)` chooses those of a day; `layOut(map, obstacles, avoided)` draws them
 * clear of the boxes of both functions, and returns boxes that cover them, in pixels of the map.
 */
export function makeAnnotations({ data, plane, actors }) {
  const node = svgElement("g", { class: "annotations" });
  const measure = makeTextMeasure(getComputedStyle(document.body).fontFamily);
  const rows = data.annotations.map(([first, last, en, ar, actor, xy]) => ({
    first, last, text: { en, ar: ar || en }, colour: actor < 0 ? "var(--ink)" : actors[actor][3],
    points: [xy.slice(0, 2), xy.slice(2)].filter((at) => at.length).map(([x, y]) => plane.lonLat(x, y).reverse()),
  }));
  let shown = [];

  function arrowNode([start, tip], colour) {
    const { shaft, head } = arrowPaths(start, tip);
    const arrow = svgElement(
      "g", { class: "arrow" },
      svgElement("path", { class: "arrow-casing", d: shaft }), svgElement("path", { class: "arrow-casing", d: head }),
      svgElement("path", { class: "arrow-shaft", d: shaft }), svgElement("path", { class: "arrow-head", d: head }),
    );
    arrow.style.color = colour;
    return arrow;
  }

  function noteNode(lines, [x, y], box, size) {
    const end = { x: Math.min(Math.max(x, box[0]), box[2]), y: Math.min(Math.max(y, box[1]), box[3]) };
    const ends = { x1: x, y1: y, x2: end.x, y2: end.y };
    const text = svgElement("text", { "font-size": size, direction: "ltr", "text-anchor": "middle" });
    lines.forEach((line, i) => text.append(svgElement(
      "tspan", { class: "isolate", x: (box[0] + box[2]) / 2, y: box[1] + size * (0.98 + NOTE_LINE * i) }, line,
    )));
    return svgElement(
      "g", { class: "annotation" },
      svgElement("line", { class: "leader-casing", ...ends }), svgElement("line", { class: "leader", ...ends }),
      svgElement("circle", { class: "anchor", cx: x, cy: y, r: 2.2 }), text,
    );
  }

  return {
    node,
    /** Choose the annotations of a day; return whether they differ from those shown. */
    draw(day) {
      const now = rows.filter(({ first, last }) => first <= day && day <= last);
      const isOther = now.length !== shown.length || now.some((row, i) => row !== shown[i]);
      shown = now;
      return isOther;
    },
    layOut(map, obstacles, avoided) {
      if (!shown.length) {
        node.replaceChildren();
        return [];
      }
      const size = NOTE_SIZE * parseFloat(getComputedStyle(document.documentElement).fontSize);
      const origin = map.containerPointToLayerPoint([0, 0]);
      const { x: width, y: height } = map.getSize();
      const frame = [origin.x + 4, origin.y + 4, origin.x + width - 4, origin.y + height - 4];
      const [taken, soft] = [new Boxes(), new Boxes()];
      for (const [left, top, right, bottom] of obstacles()) {
        taken.add([left + origin.x, top + origin.y, right + origin.x, bottom + origin.y]);
      }
      for (const box of avoided()) soft.add(box);
      const [arrows, notes, boxes] = [[], [], []];
      function take(box) {
        taken.add(box);
        boxes.push([box[0] - origin.x, box[1] - origin.y, box[2] - origin.x, box[3] - origin.y]);
      }
      const placed = shown.map(({ points, ...row }) => (
        { ...row, at: points.map((one) => map.latLngToLayerPoint(one)).map(({ x, y }) => [x, y]) }
      ));
      for (const { colour, at } of placed) {
        if (at.length < 2) continue;
        arrows.push(arrowNode(at, colour));
        arrowBoxes(...at).forEach(take);
      }
      for (const { text, at: [[x, y]] } of placed) {
        const isSeen = x >= frame[0] && y >= frame[1] && x <= frame[2] && y <= frame[3];
        const widthOf = (line) => measure(line, size, false);
        const lines = isSeen ? wrapText(localized(text), NOTE_WIDTH * size, widthOf) : [];
        if (!lines.length) continue;
        const extent = [Math.max(...lines.map(widthOf)), lines.length * size * NOTE_LINE];
        const free = (box) => taken.isFree(box) && (x < box[0] || x > box[2] || y < box[1] || y > box[3]);
        const box = placeNote([x, y], extent, size, { frame, free, clear: (one) => soft.isFree(one) });
        if (!box) continue;
        take(box);
        notes.push(noteNode(lines, [x, y], box, size));
      }
      node.replaceChildren(...arrows, ...notes);
      return boxes;
    },
  };
}
