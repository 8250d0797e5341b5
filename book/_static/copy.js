// The buttons beside formulas: each copies the text in its data-copy attribute, and says so.
(() => {
  "use strict";

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Some browsers refuse the clipboard to pages opened from disk; a selection can still be copied.
      const area = document.createElement("textarea");
      area.value = text;
      area.setAttribute("readonly", "");
      area.style.position = "fixed";
      area.style.opacity = "0";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (!done) throw new Error("the browser refuses to copy");
    }
  }

  function say(button, word) {
    const name = button.dataset.name ?? (button.dataset.name = button.textContent);
    button.textContent = word;
    setTimeout(() => { button.textContent = name; }, 1500);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    copy(button.dataset.copy).then(() => say(button, "copied"), () => say(button, "refused"));
  });
})();
