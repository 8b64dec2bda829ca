// Elements and text. Text of the data reaches the page as text nodes and attributes, never as
// markup; each piece is isolated, so that a name cannot turn the text around it.

import {formOf, languageNow, Telling, words} from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";

function furnish(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value instanceof Telling) value.into((text) => node.setAttribute(key, text));
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null).map(written));
  return node;
}

/** A child as it is, or the text that goes on telling a word. */
function written(child) {
  if (!(child instanceof Telling)) return child;
  const text = document.createTextNode("");
  child.into((said) => { text.data = said; });
  return text;
}

/** Make an HTML element; functions among the attributes listen to the event of that name. */
export function element(tag, attributes = {}, ...children) {
  return furnish(document.createElement(tag), attributes, children);
}

/** Make an SVG element. */
export function graphic(tag, attributes = {}, ...children) {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

/** A name in its own direction. */
export function name(text) {
  return element("bdi", { dir: "auto" }, text);
}

/** A name in the script that the language of now is not written in, or nothing. */
export function otherName(text) {
  return text ? element("bdi", { lang: otherLanguage(), dir: "auto" }, text) : null;
}

/** The language of the other script. */
export function otherLanguage() {
  return languageNow() === "ar" ? "en" : "ar";
}

/** Give a node its text, unless it has it already. */
export function retext(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Put values into the `{places}` of a phrase, each isolated in its direction, in one pass. */
export function phrase(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? inItsWay(values[key]) : whole));
}

/**
 * Isolate a value in its own direction. A list of names is made of isolated names, which say
 * nothing of the direction of the list: it runs as the page does.
 */
function inItsWay(value) {
  const own = words.direction === "rtl" ? "\u2067" : "\u2066";
  const made = /^[\u2066-\u2068]/.test(value);
  return `${made ? own : "\u2068"}${value}\u2069`;
}

/** Say how many there are, in the form that the number takes. */
export function counted(forms, count, values = {}) {
  return phrase(formOf(forms, count), { count, ...values });
}

/** A link for http and https, the bare text for anything else. */
export function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return name(text);
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer nofollow" };
  return element("a", attributes, name(text));
}
