// The "$" that popups of folium call: it makes elements from the HTML of the author of a layer.
// Styles in that HTML are set by script, because the policy of the page forbids them in markup.
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
