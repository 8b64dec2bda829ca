// Elements and text. Text from the data enters the page as text nodes and attributes, never as
// markup. Each value is isolated, so that a name cannot reverse the text around it.

import {currentLanguage, LiveText, messages, pluralForm} from "./i18n.js";

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value instanceof LiveText) value.bind((text) => node.setAttribute(key, text));
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null).map(toNode));
  return node;
}

/** Return a child as it is, or a text node that follows the language of a live text. */
function toNode(child) {
  if (!(child instanceof LiveText)) return child;
  const text = document.createTextNode("");
  child.bind((value) => { text.data = value; });
  return text;
}

/** Make an HTML element. An attribute that is a function listens to the event of that name. */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Make an SVG element. */
export function svgElement(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Return a name isolated in its own direction. */
export function name(text) {
  return element("bdi", { dir: "auto" }, text);
}

/** Return a name in the script that the current language does not use, or null. */
export function otherName(text, language = otherLanguage()) {
  return text ? element("bdi", { lang: language, dir: "auto" }, text) : null;
}

/** Return the language of the other script. */
export function otherLanguage() {
  return currentLanguage() === "ar" ? "en" : "ar";
}

/** Set the text of an element that has nothing else; a new text node takes longer than another text. */
export function setText(node, text) {
  const { firstChild } = node;
  if (!firstChild) node.append(text);
  else if (firstChild.data !== text) firstChild.data = text;
}

/** Set an attribute, unless it is the same. */
export function setAttribute(node, key, text) {
  if (node.getAttribute(key) !== text) node.setAttribute(key, text);
}

/** Fill the `{placeholders}` of a message in one pass, each value isolated in its direction. */
export function formatMessage(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? isolateValue(values[key]) : whole));
}

/**
 * Isolate a value in its own direction. A list of names consists of isolated names, which do not
 * determine the direction of the list, so the list takes the direction of the page.
 */
function isolateValue(value) {
  const own = messages.direction === "rtl" ? "\u2067" : "\u2066";
  const isList = /^[\u2066-\u2068]/.test(value);
  return `${isList ? own : "\u2068"}${value}\u2069`;
}

/** Write a count in the plural form of its number. */
export function formatCount(forms, count, values = {}) {
  return formatMessage(pluralForm(forms, count), { count, ...values });
}

/** Return a link for http and https, the plain text for any other address. */
export function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return name(text);
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer nofollow" };
  return element("a", attributes, name(text));
}
