// Sharing and downloading: the link, the embed code and the embedded page, data of the day, printing.

import {embedCode} from "../core/permalink.js";
import {element, formatMessage} from "../core/dom.js";
import {localized, liveText} from "../core/i18n.js";

function save(text, type, file) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = element("a", { href: address, download: file });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Copy the text of a field; if the browser forbids that, leave it selected. */
async function copyFrom(field, report, messages) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    report(messages.copied);
  } catch {
    report(document.execCommand("copy") ? messages.copied : messages.copyByHand);
  }
}

/** Make the panel; `hashOf(embed)` returns the fragment of the link, `files` make the data. */
export function makeShare({ title, messages, hashOf, files }) {
  const status = element("p", { class: "note", role: "status" });
  const report = (text) => { status.textContent = text; };
  const field = (label, lines) =>
    element("textarea", { readonly: true, rows: lines, "aria-label": label, spellcheck: "false" });
  const link = field(liveText("linkLabel"), 3);
  const code = field(liveText("embedLabel"), 5);
  const button = (label, click) => element("button", { type: "button", class: "wide", click }, label);
  const part = (label, ...nodes) => [element("h3", {}, label), ...nodes];
  const node = element(
    "div", {},
    ...part(liveText("linkLabel"), link, button(liveText("copyLink"), () => copyFrom(link, report, messages))),
    ...part(
      liveText("embedLabel"), code, button(liveText("copyEmbed"), () => copyFrom(code, report, messages)),
      element("p", { class: "note" }, liveText("embedNote")),
    ),
    status,
    ...part(
      liveText("dataLabel"),
      ...files.map(({ label, type, make }) =>
        button(liveText(label), () => {
          const { text, file } = make();
          save(text, type, file);
          report(formatMessage(messages.saved, { file }));
        }),
      ),
      element("p", { class: "note" }, liveText("dataNote")),
    ),
    button(liveText("print"), () => window.print()),
  );
  return {
    node,
    draw() {
      const base = location.href.split("#")[0];
      link.value = `${base}#${hashOf(false)}`;
      code.value = embedCode(location.href, hashOf(true), localized(title), messages.embedAddress);
    },
  };
}

/** Return whether the address asks for the compact page. */
export function isEmbedded(requested) {
  return requested || new URLSearchParams(location.search).has("embed");
}

/** Make the page compact and post its height to the page around it, now and when it changes. */
export function embedPage() {
  document.documentElement.classList.add("embed");
  let last = 0;
  const post = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last || window.parent === window) return;
    last = height;
    // To any page that embeds this one; the height is not confidential.
    window.parent.postMessage({ type: "frontline:height", height }, "*");
  };
  new ResizeObserver(post).observe(document.body);
  post();
}
