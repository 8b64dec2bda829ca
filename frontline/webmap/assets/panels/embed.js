// The embedded page: compact, with its height reported to the page around it.

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
