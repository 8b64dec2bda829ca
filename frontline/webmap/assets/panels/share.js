// Taking the picture away: the link, the embed code, the day's data, print.

import {embedCode} from "../core/permalink.js";
import {element, phrase} from "../core/dom.js";
import {local, told} from "../core/i18n.js";

function save(text, type, file) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = element("a", { href: address, download: file });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Copy the text of a field; where the browser forbids that, leave it selected. */
async function copyFrom(field, say, words) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    say(words.copied);
  } catch {
    say(document.execCommand("copy") ? words.copied : words.copyByHand);
  }
}

/** Make the panel; `hashOf(embed)` is the address of the picture, `files` make the data. */
export function makeShare({ title, words, hashOf, files }) {
  const said = element("p", { class: "note", role: "status" });
  const say = (text) => { said.textContent = text; };
  const field = (label, lines) =>
    element("textarea", { readonly: true, rows: lines, "aria-label": label, spellcheck: "false" });
  const link = field(told("linkLabel"), 3);
  const code = field(told("embedLabel"), 5);
  const button = (label, click) => element("button", { type: "button", class: "wide", click }, label);
  const part = (label, ...nodes) => [element("h3", {}, label), ...nodes];
  const node = element(
    "div", {},
    ...part(told("linkLabel"), link, button(told("copyLink"), () => copyFrom(link, say, words))),
    ...part(
      told("embedLabel"), code, button(told("copyEmbed"), () => copyFrom(code, say, words)),
      element("p", { class: "note" }, told("embedNote")),
    ),
    said,
    ...part(
      told("dataLabel"),
      ...files.map(({ label, type, make }) =>
        button(told(label), () => {
          const { text, file } = make();
          save(text, type, file);
          say(phrase(words.saved, { file }));
        }),
      ),
      element("p", { class: "note" }, told("dataNote")),
    ),
    ...part(told("printLabel"), button(told("print"), () => window.print())),
  );
  return {
    node,
    draw() {
      const base = location.href.split("#")[0];
      link.value = `${base}#${hashOf(false)}`;
      code.value = embedCode(location.href, hashOf(true), local(title), words.embedAddress);
    },
  };
}
