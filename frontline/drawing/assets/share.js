// Taking the picture away: the link, the embed code, the day's data, print.

import {embedCode} from "./address.js";
import {element, phrase} from "./dom.js";

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
  const link = field(words.linkLabel, 3);
  const code = field(words.embedLabel, 5);
  const button = (label, click) => element("button", { type: "button", class: "wide", click }, label);
  const part = (label, ...nodes) => [element("h3", {}, label), ...nodes];
  const node = element(
    "div", {},
    ...part(words.linkLabel, link, button(words.copyLink, () => copyFrom(link, say, words))),
    ...part(
      words.embedLabel, code, button(words.copyEmbed, () => copyFrom(code, say, words)),
      element("p", { class: "note" }, words.embedNote),
    ),
    said,
    ...part(
      words.dataLabel,
      ...files.map(({ label, type, make }) =>
        button(label, () => {
          const { text, file } = make();
          save(text, type, file);
          say(phrase(words.saved, { file }));
        }),
      ),
      element("p", { class: "note" }, words.dataNote),
    ),
    ...part(words.printLabel, button(words.print, () => window.print())),
  );
  return {
    node,
    draw() {
      const base = location.href.split("#")[0];
      link.value = `${base}#${hashOf(false)}`;
      code.value = embedCode(location.href, hashOf(true), title, words.embedAddress);
    },
  };
}
