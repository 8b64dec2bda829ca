// Buttons that copy the text of an element: in the report of an article, and in the desk.

const DONE_MS = 2000;

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page opened from disk has no clipboard of its own.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
}

/** Let a button copy the element that it names; `announce` is called with what it then says. */
export function copyOnClick(button, announce = () => {}) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copyText(document.getElementById(button.dataset.copies).textContent);
    button.textContent = button.dataset.done;
    announce(button.dataset.done);
    setTimeout(() => {
      button.textContent = label;
    }, DONE_MS);
  });
}
