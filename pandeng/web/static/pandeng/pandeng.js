// What pages need beyond HTML: the menu on narrow screens, the theme, charts, small conveniences.
// No frameworks; works after htmx swaps because listeners sit on the document.
(() => {
  "use strict";
  const root = document.documentElement;

  // -- theme ---------------------------------------------------------------------------------
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("pandeng-theme") || "auto"; } catch { return "auto"; }
  };
  const applyTheme = () => {
    const choice = chosen();
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
    redrawCharts();
  };
  dark.addEventListener("change", applyTheme);

  // -- menu on narrow screens ----------------------------------------------------------------
  const openMenu = (open) => {
    root.classList.toggle("menu-open", open);
    const button = document.querySelector("[data-menu-open]");
    if (!button) return;
    button.setAttribute("aria-expanded", String(open));
    const target = open ? document.querySelector(".side a") : button;
    target?.focus();
  };

  document.addEventListener("click", (event) => {
    const at = event.target.closest("button, a, summary");
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
    if (!at) return;
    if (at.matches("[data-choose]")) {
      const select = at.closest("form")?.querySelector("select[name=department]");
      if (select) { select.value = at.dataset.choose; select.focus(); }
    }
    if (at.matches("[data-menu-open]")) openMenu(!root.classList.contains("menu-open"));
    if (at.matches("[data-menu-close]")) openMenu(false);
    if (at.matches("[data-theme-choice]")) {
      try { localStorage.setItem("pandeng-theme", at.dataset.themeChoice); } catch { /* private window */ }
      applyTheme();
    }
    if (at.matches("[data-print]")) window.print();
    if (at.matches("[data-fill]")) fill(at);
    if (at.matches("[aria-disabled=true]")) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.all;
    if (!name) return;
    for (const tick of event.target.form.querySelectorAll(`input[name=${name}]`)) tick.checked = event.target.checked;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (root.classList.contains("menu-open")) openMenu(false);
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // Filling a form from a button: data-fill="field=value&field=value", then focus data-then.
  const fill = (button) => {
    for (const [name, value] of new URLSearchParams(button.dataset.fill)) {
      const input = document.querySelector(`[name="${name}"]`);
      if (input) input.value = value;
    }
    for (const other of button.closest("ul")?.querySelectorAll("[data-fill]") ?? []) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    document.querySelector(button.dataset.then ?? "[data-none]")?.focus();
  };

  // Counts beside the entries of the side bar come after the page; a failure leaves them out.
  const count = async () => {
    const nav = document.querySelector("[data-counts]");
    if (!nav) return;
    const answer = await fetch(nav.dataset.counts, { headers: { Accept: "application/json" } }).catch(() => null);
    const counts = answer?.ok ? await answer.json() : {};
    for (const [code, n] of Object.entries(counts)) {
      const mark = nav.querySelector(`[data-count="${code}"]`);
      if (!mark || !n) continue;
      mark.textContent = n > 999 ? "999+" : n;
      mark.hidden = false;
    }
  };
  if (document.readyState === "complete") count();
  else addEventListener("load", count);

  // data-sift="#here": what is typed leaves only the items that hold it, and the groups that have some.
  document.addEventListener("input", (event) => {
    const box = event.target.closest("[data-sift]");
    if (!box) return;
    const words = box.value.trim().toLowerCase();
    let some = false;
    for (const group of document.querySelector(box.dataset.sift).children) {
      const all = group.querySelector("h2")?.textContent.toLowerCase().includes(words);
      let shown = 0;
      for (const item of group.querySelectorAll("li")) {
        item.hidden = !(all || item.textContent.toLowerCase().includes(words));
        if (!item.hidden) shown += 1;
      }
      group.hidden = !shown;
      some ||= shown > 0;
    }
    const none = document.querySelector("[data-sift-none]");
    if (none) none.hidden = some;
  });

  // A select or date in a form marked data-auto sends it at once.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  // A second click does not send a form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 8000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // -- charts --------------------------------------------------------------------------------
  const drawn = new Map();
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const palette = () => root.dataset.bsTheme === "dark"
    ? ["#6ea8ff", "#4cc9a4", "#f0b64a", "#c39bff", "#ff8f86", "#7fd3ee"]
    : ["#1f63c6", "#12876a", "#c47f00", "#7a46c4", "#c8382f", "#2388ab"];
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const options = (chart) => {
    const ink = colour("--ink-2");
    const line = colour("--line");
    const text = { color: ink, fontFamily: colour("--text"), fontSize: 12 };
    const unit = chart.unit ?? "";
    const common = {
      color: palette(),
      textStyle: text,
      animation: !still.matches,
      animationDuration: 300,
      aria: { enabled: true },
      tooltip: {
        renderMode: "richText",
        trigger: chart.kind === "donut" ? "item" : "axis",
        confine: true,
        backgroundColor: colour("--surface"),
        borderColor: colour("--line-2"),
        textStyle: { ...text, color: colour("--ink") },
        valueFormatter: (value) => value === null || value === undefined ? "—" : `${value}${unit}`,
      },
      legend: { data: chart.kind === "band" ? chart.series.slice(2).map((one) => one.name) : undefined, show: chart.series.length > 1 || chart.kind === "donut", top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: text },
    };
    if (chart.kind === "donut") {
      return {
        ...common,
        series: [{
          type: "pie", radius: ["52%", "74%"], top: 24,
          itemStyle: { borderColor: colour("--surface"), borderWidth: 2 },
          label: { color: ink, formatter: (part) => `${part.percent.toFixed(1)}%` },
          data: chart.labels.map((name, at) => ({ name, value: chart.series[0].values[at] })),
        }],
      };
    }
    const lying = chart.kind === "bars";
    const names = { type: "category", data: chart.labels, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: text, inverse: lying };
    const values = { type: "value", scale: chart.floats === true, name: lying ? "" : unit, nameTextStyle: { ...text, align: "left" }, axisLabel: text, splitLine: { lineStyle: { color: line } } };
    return {
      ...common,
      grid: { left: 8, right: lying ? 40 : 12, top: (common.legend.show ? 34 : 10) + (unit && !lying ? 22 : 0), bottom: 4, containLabel: true },
      xAxis: lying ? values : names,
      yAxis: lying ? names : values,
      series: chart.kind === "band" ? band(chart.series) : chart.series.map((series) => ({
        name: series.name,
        data: series.values,
        type: chart.kind === "line" ? "line" : "bar",
        stack: chart.kind === "stacked" ? "all" : undefined,
        barMaxWidth: 26,
        symbolSize: 6,
        lineStyle: { width: 2.25 },
        connectNulls: false,
        itemStyle: chart.kind === "line" ? {} : { borderRadius: chart.kind === "stacked" ? 0 : 3 },
      })),
    };
  };

  // The lower edge carries the band without being seen; the band is what lies above it.
  const band = ([low, high, ...lines]) => {
    const edge = { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 } };
    const between = high.values.map((value, at) => (value === null ? null : value - low.values[at]));
    return [
      { ...edge, name: low.name, data: low.values, tooltip: { show: false } },
      { ...edge, name: high.name, data: between, areaStyle: { opacity: 0.18 }, tooltip: { show: false } },
      ...lines.map((series, at) => ({
        type: "line", name: series.name, data: series.values, connectNulls: false, symbolSize: 6,
        symbol: ["circle", "diamond", "triangle"][at % 3],
        lineStyle: { width: 2.25, type: ["solid", "dashed", "dotted"][at % 3] },
      })),
    ];
  };

  const draw = (box) => {
    const source = document.getElementById(box.dataset.chart);
    if (!source || !window.echarts) return;
    let chart = drawn.get(box);
    if (!chart) {
      chart = window.echarts.init(box, null, { renderer: "svg" });
      drawn.set(box, chart);
      new ResizeObserver(() => chart.resize()).observe(box);
    }
    chart.setOption(options(JSON.parse(source.textContent)), true);
  };
  const drawCharts = (within = document) => within.querySelectorAll("[data-chart]").forEach(draw);
  function redrawCharts() {
    for (const [box, chart] of drawn) {
      if (box.isConnected) draw(box);
      else { chart.dispose(); drawn.delete(box); }
    }
  }

  document.addEventListener("htmx:afterSettle", (event) => drawCharts(event.target));
  applyTheme();
  drawCharts();

  // -- find anything: Ctrl-K -----------------------------------------------------------------
  const finder = document.getElementById("finder");
  const openFinder = () => {
    if (!finder || finder.open) return;
    finder.showModal();
    finder.querySelector("input").select();
  };
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openFinder();
      return;
    }
    if (!finder?.open || !["ArrowDown", "ArrowUp", "Enter"].includes(event.key)) return;
    const links = [...finder.querySelectorAll("#found a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Enter") {
      if (at < 0 && links.length) { event.preventDefault(); links[0].click(); }
      return;
    }
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? finder.querySelector("input") : links[Math.min(next, links.length - 1)])?.focus();
  });
  finder?.addEventListener("click", (event) => { if (event.target === finder) finder.close(); });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-find]")) openFinder();
  });
})();
