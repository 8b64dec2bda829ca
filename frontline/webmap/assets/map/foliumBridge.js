// What popups of folium call "$": make elements from the HTML that the author of a layer wrote.
// Styles in that HTML are set by script, since the page's policy forbids them in markup.
window.$ = (source) => {
  if (typeof source !== "string") return { ready: (run) => run() };
  const template = document.createElement("template");
  template.innerHTML = source.trim().replace(/\sstyle=/gi, " data-style=");
  for (const node of template.content.querySelectorAll("[data-style]")) {
    node.style.cssText = node.dataset.style;
    delete node.dataset.style;
  }
  return [...template.content.children];
};
