// A story: the picture of the step that is read stays beside its text, or above it on a phone.
// Without this script each step has its own picture.

const steps = [...document.querySelectorAll(".step")];
const pictures = steps.map((step) => step.querySelector("figure"));
const stage = document.createElement("div");
stage.className = "stage";
stage.append(...pictures);
document.querySelector("main").prepend(stage);
document.documentElement.classList.add("moving");

let shown = -1;

/** Whether the picture is beside the text; on a phone it is above it. */
function isBeside() {
  return stage.offsetHeight > innerHeight * 0.9;
}

function show(number) {
  if (number === shown) return;
  shown = number;
  pictures.forEach((picture, position) => {
    picture.classList.toggle("shown", position === number);
    picture.toggleAttribute("inert", position !== number);
  });
}

// The step that is read is the last one whose text has passed the middle of the window.
function read() {
  const middle = innerHeight * (isBeside() ? 0.6 : 0.85);
  const passed = steps.filter((step) => step.getBoundingClientRect().top < middle).length;
  show(Math.max(0, passed - 1));
}

function goTo(number) {
  const step = steps[number];
  if (!step) return false;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  step.scrollIntoView({ behavior: still ? "auto" : "smooth", block: isBeside() ? "center" : "start" });
  step.focus({ preventScroll: true });
  show(number);
  return true;
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  const by = { [forward]: 1, [back]: -1 }[event.key];
  if (by && goTo(shown + by)) event.preventDefault();
});
for (const link of document.querySelectorAll('.step a[href^="#step-"]')) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo(Number(link.hash.slice("#step-".length)) - 1);
  });
}
addEventListener("scroll", read, { passive: true });
addEventListener("resize", read);
read();
