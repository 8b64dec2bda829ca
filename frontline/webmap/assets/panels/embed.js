// A page inside another: compact, and telling the other how high it wants to be.

/** Whether the address asks for the compact page. */
export function isEmbedded(asked) {
  return asked || new URLSearchParams(location.search).has("embed");
}

/** Make the page compact and post its height to the page around it, now and when it changes. */
export function embedPage() {
  document.documentElement.classList.add("embed");
  let last = 0;
  const post = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === last || window.parent === window) return;
    last = height;
    // To whoever embeds the page; the height is no secret.
    window.parent.postMessage({ type: "frontline:height", height }, "*");
  };
  new ResizeObserver(post).observe(document.body);
  post();
}
