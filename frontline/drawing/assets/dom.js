// Elements and text. Text of the data reaches the page as text nodes and attributes, never as
// markup; each piece is isolated, so that a name cannot turn the text around it.

const SVG = "http://www.w3.org/2000/svg";

function furnish(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(key, value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
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

/** A name in Arabic script, or nothing. */
export function arabic(text) {
  return text ? element("bdi", { lang: "ar", dir: "auto" }, text) : null;
}

/** Give a node its text, unless it has it already. */
export function retext(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Put values into the `{places}` of a phrase, each isolated in its direction, in one pass. */
export function phrase(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (whole, key) =>
    key in values ? `\u2068${values[key]}\u2069` : whole,
  );
}

/** A link for http and https, the bare text for anything else. */
export function link(address, text) {
  if (!/^https?:\/\//i.test(address)) return name(text);
  const attributes = { href: address, target: "_blank", rel: "noopener noreferrer nofollow" };
  return element("a", attributes, name(text));
}
