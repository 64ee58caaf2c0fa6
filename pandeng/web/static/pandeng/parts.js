// Parts of a whole: the sum as they are typed, held against the goal; a pasted column goes into the boxes.
(() => {
  "use strict";
  const form = document.querySelector("form[data-parts]");
  if (!form) return;
  const boxes = [...form.querySelectorAll("[data-part]")];
  const column = form.querySelector("[data-column]");
  const unit = form.querySelector("select[name=unit]");
  const sum = form.querySelector("[data-sum]");
  const goalShown = form.querySelector("[data-goal]");
  const unitShown = form.querySelector("[data-unit-shown]");
  const differs = form.querySelector("[data-differs]");
  const sizes = { "亿元": 1e8, "万元": 1e4, "元": 1 };
  const plain = (number) => String(Math.round(number * 1e6) / 1e6);
  let before = unit ? unit.value : "";
  const goal = () => unit ? Number(form.dataset.parts) * sizes["亿元"] / sizes[unit.value] : Number(form.dataset.parts);
  const value = (box) => Number(box.value.replace(/[,，\s]/g, "")) || 0;

  const tell = () => {
    const total = boxes.reduce((so_far, box) => so_far + value(box), 0);
    const rest = Math.round((total - goal()) * 1e6) / 1e6;
    sum.textContent = plain(total);
    if (goalShown) goalShown.textContent = plain(goal());
    if (unitShown && unit) unitShown.textContent = unit.value;
    differs.textContent = rest === 0 ? differs.dataset.equal
      : `${rest > 0 ? differs.dataset.more : differs.dataset.less} ${plain(Math.abs(rest))}`;
  };
  const fill = () => {
    const lines = column.value.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    const byName = new Map(boxes.map((box) => [form.querySelector(`label[for="${box.id}"]`)?.textContent.trim(), box]));
    const cells = lines.map((line) => line.split(/\t|[,，;；]\s*|\s{2,}| (?=[-\d.])/).filter(Boolean));
    const found = cells.map((line, place) => line.length > 1 ? byName.get(line[0].trim()) : boxes[place]);
    const named = cells.every((line) => line.length > 1);
    if (found.some((box) => !box) || (!named && lines.length !== boxes.length)) return; // the server says why
    found.forEach((box, place) => { box.value = cells[place].at(-1); });
    column.value = "";
    tell();
  };
  unit?.addEventListener("change", () => { // what stands in the boxes keeps its worth
    const times = sizes[before] / sizes[unit.value];
    for (const box of boxes) if (box.value.trim()) box.value = plain(value(box) * times);
    before = unit.value;
    tell();
  });
  form.addEventListener("input", (event) => { if (event.target.matches("[data-part]")) tell(); });
  column?.addEventListener("paste", () => setTimeout(fill, 0));
  tell();
})();
