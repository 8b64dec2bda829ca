// The index page: show the list in the language that the address names.

const lists = [...document.querySelectorAll("main")];
const switches = document.querySelector("nav");
const opening = document.documentElement.lang;

function setLanguage() {
  const requested = /^#lang=([a-z]+)$/.exec(location.hash)?.[1] ?? opening;
  const shown = lists.find((list) => list.lang === requested) ?? lists.find((list) => list.lang === opening);
  for (const list of lists) list.hidden = list !== shown;
  for (const link of switches.children) {
    if (link.lang === shown.lang) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  Object.assign(document.documentElement, { lang: shown.lang, dir: shown.dir });
  document.title = shown.querySelector("h1").textContent;
}

switches.hidden = false;
addEventListener("hashchange", setLanguage);
setLanguage();
