// Draws the wall chart: one small SVG a project, from the compact JSON of the page. Rows, names and lights
// are HTML already; on a phone they are a list and each project's symbols stand below it, in their order.
(() => {
  "use strict";
  const source = document.getElementById("wall-data");
  const wall = document.querySelector("[data-wall]");
  if (!source || !wall) return;
  const data = JSON.parse(source.textContent);
  const lines = [...wall.querySelectorAll(".wall-row > .wall-line")];
  const info = document.getElementById("wall-info");
  const phone = matchMedia("(max-width: 47.99rem)");
  const [NAME, STATE, KEY, PLANNED, ACTUAL, FORECAST, WHO, NEEDS, ORIGINAL, WAITS, BLOCKED] = Array(11).keys();
  const LEFT = 74, RIGHT = 52, HIGH = 43, MIDDLE = 22, DAY = 864e5;
  const start = Date.parse(`${data.first}T00:00:00Z`);
  const guarantee = data.view === "guarantee";
  const safe = (text) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
  const dateOf = (days) => new Date(start + days * DAY);
  const iso = (days) => dateOf(days).toISOString().slice(0, 10);
  const first = dateOf(0);
  const place = (days) => {
    const day = dateOf(days);
    const whole = (day.getUTCFullYear() - first.getUTCFullYear()) * 12 + day.getUTCMonth() - first.getUTCMonth();
    const length = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
    return whole + (day.getUTCDate() - 1) / length;
  };
  const stands = (node) => node[ACTUAL] ?? node[FORECAST] ?? node[PLANNED];
  const wide = (text) => [...text].reduce((sum, mark) => sum + (mark > "\u2000" ? 11 : 7), 0);
  const places = data.rows.map(([, nodes]) => nodes.map((node) => [place(stands(node)), place(node[PLANNED])]));
  let month = 0;

  // Marks of one row: what stands where. In the guarantee chart a mark is a guarantee, else a node.
  const marksOf = (row) => {
    const marks = [];
    data.rows[row][1].forEach((node, at) => {
      const [here, plan] = places[row][at];
      if (guarantee) for (const [which, need] of node[NEEDS].entries()) marks.push({ at, which, here, plan, look: data.given[need[1]], sign: data.words[need[0]], label: data.words[need[3]], big: true });
      else marks.push({ at, which: -1, here, plan, look: data.states[node[STATE]], label: data.words[node[NAME]], big: node[KEY] });
    });
    return marks.sort((a, b) => a.here - b.here);
  };

  const edge = (marks, x) => {
    const found = new Map();
    for (const mark of marks) found.set(mark.look, (found.get(mark.look) ?? 0) + 1);
    let out = "";
    for (const [[shape, , state], count] of [...found].slice(0, x ? 2 : 3)) {
      out += `<use class="s-${state} small" href="#s-${shape}" x="${x + 3}" y="${MIDDLE - 5}" width="10" height="10"/><text x="${x + 15}" y="${MIDDLE}">${count}</text>`;
      x += 24;
    }
    return out;
  };

  const lineOf = (row) => {
    const end = LEFT + data.months * month;
    let grid = "", slips = "", symbols = "", texts = "", signs = "";
    for (let step = 0; step <= data.months; step++) grid += `M${LEFT + step * month} 0V${HIGH}`;
    const marks = marksOf(row);
    const inside = marks.filter((mark) => mark.here >= 0 && mark.here < data.months);
    let last = LEFT - 99;
    for (const mark of inside) last = mark.x = Math.max(LEFT + mark.here * month, last + (mark.big ? 17 : 14));
    for (let at = inside.length - 1, most = end - 8; at >= 0; at--) {
      inside[at].x = Math.min(inside[at].x, most);
      most = inside[at].x - 14;
    }
    inside.forEach((mark, at) => {
      const [shape, , state] = mark.look;
      const size = guarantee ? 18 : mark.big ? 15 : state === "late" || state === "blocked" ? 14 : 11;
      const next = inside[at + 1]?.x ?? end + 8;
      if (!guarantee && mark.plan >= 0 && mark.plan < data.months && Math.abs(mark.plan - mark.here) * month > 5) slips += `M${(LEFT + mark.plan * month).toFixed(1)} ${MIDDLE + 10}v5m0-2.5H${mark.x.toFixed(1)}V${MIDDLE + 8}`;
      symbols += `<use tabindex="-1" class="s-${state}" data-at="${mark.at}" data-which="${mark.which}" href="#s-${shape}" x="${(mark.x - size / 2).toFixed(1)}" y="${MIDDLE - size / 2}" width="${size}" height="${size}"/>`;
      if (mark.sign) signs += `<text class="sign s-${state}" x="${mark.x.toFixed(1)}" y="${MIDDLE + 1}">${safe(mark.sign)}</text>`;
      if (mark.label && mark.x + size / 2 + 4 + wide(mark.label) < next - 9) texts += `<text class="${mark.big ? "key" : ""}" x="${(mark.x + size / 2 + 3).toFixed(1)}" y="${MIDDLE}">${safe(mark.label)}</text>`;
    });
    const day = data.today === null ? "" : `<path class="day" d="M${(LEFT + data.today * month).toFixed(1)} 0V${HIGH}"/>`;
    return `<path class="grid" d="${grid}"/>${day}<path class="slip" d="${slips}"/>${texts}${symbols}${signs}${edge(marks.filter((mark) => mark.here < 0), 0)}${edge(marks.filter((mark) => mark.here >= data.months), end + 2)}`;
  };

  // On a phone: the symbols one after another, and in words how many of each.
  const STEP = 20;
  const strips = () => {
    const across = Math.max(1, Math.floor((wall.clientWidth - 36) / STEP));
    if (across === -month) return;
    month = -across;
    lines.forEach((line, row) => {
      const marks = marksOf(row), counts = new Map();
      const at = (place) => [(place % across) * STEP + STEP / 2, Math.floor(place / across) * STEP + STEP / 2];
      line.innerHTML = marks.map(({ look: [shape, word, state], big, sign }, place) => {
        counts.set(word, (counts.get(word) ?? 0) + 1);
        const [x, y] = at(place), size = guarantee ? 18 : big ? 15 : 11;
        const box = `<use class="s-${state}" href="#s-${shape}" x="${x - size / 2}" y="${y - size / 2}" width="${size}" height="${size}"/>`;
        return sign ? `${box}<text class="sign s-${state}" x="${x}" y="${y + 1}">${safe(sign)}</text>` : box;
      }).join("");
      line.style.width = `${across * STEP}px`;
      line.style.height = `${Math.ceil(marks.length / across) * STEP}px`;
      line.setAttribute("role", "img");
      line.setAttribute("aria-label", [...counts].map(([word, count]) => `${word}${count}`).join("、"));
    });
  };

  const draw = () => {
    if (phone.matches) { strips(); return; }
    const room = wall.clientWidth - 16 * 24.5 - LEFT - RIGHT - 4;
    const now = Math.max(data.months > 12 ? 34 : 46, Math.floor(room / data.months));
    if (now === month) return;
    month = now;
    const across = LEFT + data.months * month + RIGHT;
    const head = wall.querySelector(".wall-head > .wall-line");
    let names = "";
    for (let step = 0; step < data.months; step++) {
      const day = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + step, 1));
      const words = data.months > 12 && day.getUTCMonth() === 0 ? day.getUTCFullYear() : data.say.month.replace("%(month)s", day.getUTCMonth() + 1);
      names += `<text class="month" x="${LEFT + (step + 0.5) * month}" y="17">${words}</text>`;
    }
    head.innerHTML = names;
    for (const line of [head, ...lines]) line.style.width = `${across}px`;
    lines.forEach((line, row) => {
      line.innerHTML = lineOf(row);
      line.style.height = "";
      line.setAttribute("role", "group");
      line.setAttribute("aria-label", line.parentElement.querySelector("a").textContent);
    });
    wall.querySelector("use[tabindex]")?.setAttribute("tabindex", "0");
    if (data.today !== null && wall.scrollWidth > wall.clientWidth) wall.scrollLeft = Math.max(0, LEFT + data.today * month - room / 2);
  };

  // -- the reading of one mark ----------------------------------------------------------------
  const of = (use) => {
    const row = lines.indexOf(use.closest(".wall-line"));
    return { project: lines[row].parentElement.querySelector("a"), node: data.rows[row][1][use.dataset.at] };
  };
  const reading = (node, which) => {
    const parts = [];
    const addPart = (word, value) => { if (value) parts.push([word, value]); };
    if (which >= 0) {
      const need = node[NEEDS][which];
      addPart(data.say.needs, `${data.words[need[2]]} · ${data.words[need[3]] || "—"} · ${data.given[need[1]][1]}${need[4] === null ? "" : ` ${iso(need[4])}`}`);
    }
    addPart(data.say.planned, iso(node[PLANNED]));
    if (node[ORIGINAL] !== null && node[ORIGINAL] !== node[PLANNED]) addPart(data.say.original, iso(node[ORIGINAL]));
    if (node[ACTUAL] === null && node[FORECAST] !== null) addPart(data.say.forecast, iso(node[FORECAST]));
    if (node[ACTUAL] !== null) addPart(data.say.actual, iso(node[ACTUAL]));
    addPart(data.say.who, data.words[node[WHO]]);
    addPart(data.say.waits, data.words[node[WAITS]]);
    if (which < 0) for (const need of node[NEEDS]) addPart(data.say.needs, `${data.words[need[2]]} ${data.words[need[3]]} ${data.given[need[1]][1]}`);
    addPart(data.say.blocked, data.words[node[BLOCKED]]);
    return parts;
  };
  const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });
  let shown = null;
  const show = (use) => {
    if (use === shown) return;
    shown = use;
    const { project, node } = of(use);
    const [, word] = data.states[node[STATE]];
    const name = project.textContent;
    const parts = reading(node, Number(use.dataset.which));
    use.setAttribute("role", "link");
    use.setAttribute("aria-label", [name, data.words[node[NAME]], word, ...parts.map((part) => part.join(" "))].join("，"));
    wall.querySelector(".cursor")?.remove();
    const cursor = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const size = use.width.baseVal.value + 6;
    for (const [key, value] of Object.entries({ class: "cursor", x: use.x.baseVal.value - 3, y: use.y.baseVal.value - 3, width: size, height: size, rx: 3 })) cursor.setAttribute(key, value);
    use.parentElement.append(cursor);
    const facts = parts.map(([title, value]) => { const part = element("span", `${title} `); part.append(element("b", value)); return part; });
    const link = element("a", data.say.open, { href: project.href });
    info.replaceChildren(element("b", name), element("span", `${data.words[node[NAME]]} · ${word}`), ...facts, link);
  };
  wall.addEventListener("pointerover", (event) => { const use = event.target.closest?.("use[tabindex]"); if (use) show(use); });
  wall.addEventListener("focusin", (event) => { if (event.target.matches("use[tabindex]")) show(event.target); });
  wall.addEventListener("click", (event) => { const use = event.target.closest?.("use[tabindex]"); if (use) move(use); });

  // -- the keyboard: one stop for Tab, arrows inside --------------------------------------------
  const move = (use) => {
    wall.querySelector("use[tabindex='0']")?.setAttribute("tabindex", "-1");
    use.setAttribute("tabindex", "0");
    use.focus({ preventScroll: true });
    use.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  const marksIn = (line) => [...line.querySelectorAll("use[tabindex]")];
  wall.addEventListener("keydown", (event) => {
    const use = event.target.closest?.("use[tabindex]");
    if (!use) return;
    const line = use.closest(".wall-line");
    const marks = marksIn(line);
    const at = marks.indexOf(use);
    let next = null;
    if (event.key === "ArrowRight") next = marks[at + 1];
    else if (event.key === "ArrowLeft") next = marks[at - 1];
    else if (event.key === "Home") next = marks[0];
    else if (event.key === "End") next = marks[marks.length - 1];
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const x = use.x.baseVal.value;
      for (let row = lines.indexOf(line) + step; row >= 0 && row < lines.length && !next; row += step) {
        next = marksIn(lines[row]).sort((a, b) => Math.abs(a.x.baseVal.value - x) - Math.abs(b.x.baseVal.value - x))[0];
      }
    } else if (event.key === "Enter") {
      event.preventDefault();
      location.href = of(use).project.href;
      return;
    } else return;
    event.preventDefault();
    if (next) move(next);
  });

  const filters = document.querySelector("[data-filters]");
  if (filters && phone.matches) filters.open = false;
  draw();
  performance.mark("wall-ready");
  let waiting = 0;
  new ResizeObserver(() => { clearTimeout(waiting); waiting = setTimeout(draw, 120); }).observe(wall);
})();
