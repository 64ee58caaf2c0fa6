// The queue by keyboard (j k Enter x /), and how many rows are picked.
(() => {
  "use strict";
  const form = document.querySelector("[data-queue]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const ticks = () => [...form.querySelectorAll("input[name=id]")];
  const picked = form.querySelector("[data-picked]");
  const before = picked ? picked.textContent : "";
  let here = -1;

  const tell = () => {
    const count = ticks().filter((tick) => tick.checked).length;
    if (picked) picked.textContent = count ? `${count} / ${ticks().length}` : before;
  };
  const go = (to) => {
    if (!rows.length) return;
    rows[here]?.classList.remove("here");
    here = Math.max(0, Math.min(rows.length - 1, to));
    rows[here].classList.add("here");
    rows[here].querySelector("a").focus();
  };
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) for (const tick of ticks()) tick.checked = event.target.checked;
    tell();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    if (event.key === "j") go(here + 1);
    else if (event.key === "k") go(here - 1);
    else if (event.key === "/") { event.preventDefault(); document.querySelector("input[type=search]")?.focus(); }
    else if (event.key === "x" && here >= 0) {
      const tick = rows[here].querySelector("input[name=id]");
      if (tick) { tick.checked = !tick.checked; tell(); }
    }
  });
})();
