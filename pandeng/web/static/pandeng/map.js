// The map of the counties: ECharts over boundaries served by the program itself. Every county carries its
// name and its figure as words; the colour only helps. The table beside it holds the same figures.
(() => {
  "use strict";
  const box = document.querySelector("[data-boundaries]");
  const source = document.getElementById("map-data");
  if (!box || !source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const byCode = new Map(data.counties.map((county) => [county.code, county]));
  const root = document.documentElement;
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const isLong = data.unit.length > 3; // then it stands in the legend only
  const unit = isLong ? ` ${data.unit}` : data.unit;
  const short = (text) => text.replace(/区$|县$|市$/, "");

  // Even classes in round steps; the lower bound belongs to a class, in the last one the upper too.
  const classes = (values) => {
    const most = Math.max(...values), least = Math.min(...values);
    const said = (from, to) => (from === to ? `${from}${unit}` : `${from}–${to}${unit}`);
    if (most === least) return [{ gte: least, lte: most, label: said(least, most) }];
    const rough = (most - least) / 5, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= rough);
    const tidy = (value) => Number(value.toFixed(6));
    const pieces = [];
    for (let at = Math.floor(least / step) * step; at < most; at += step) pieces.push({ gte: tidy(at), lt: tidy(at + step), label: said(tidy(at), `<${tidy(at + step)}`) });
    const last = pieces.at(-1);
    pieces[pieces.length - 1] = { gte: last.gte, lte: last.lt, label: said(last.gte, last.lt) };
    return pieces;
  };

  const options = (features) => {
    const dark = root.dataset.bsTheme === "dark";
    const scale = dark ? ["#1d2f4b", "#26487a", "#2f63ad", "#4d86dc", "#8ab6ff"] : ["#eaf1fb", "#c5d9f4", "#93b8e8", "#5b8fd6", "#2a63b5"];
    const rows = features.map(({ properties }) => {
      const county = byCode.get(properties.code);
      return { name: properties.name, value: county?.value ?? NaN, text: county ? county.text : data.outside, url: county?.url };
    });
    const values = rows.map((row) => row.value).filter(Number.isFinite);
    const pieces = values.length ? classes(values) : [];
    const colours = pieces.map((_piece, at) => scale[pieces.length < 2 ? 2 : Math.round(at * (scale.length - 1) / (pieces.length - 1))]);
    const text = { color: colour("--ink"), fontFamily: colour("--text"), fontSize: 12 };
    const inkOn = (value) => {
      const at = pieces.findIndex((piece) => value >= piece.gte && (value < piece.lt || value <= piece.lte));
      const strong = scale.indexOf(colours[at]) >= (dark ? 3 : 4);
      return strong ? (dark ? "#0b1a30" : "#ffffff") : colour("--ink");
    };
    const narrow = box.clientWidth < 520 && box.clientHeight > 300;
    const low = box.clientHeight < 300; // beside other panels: names alone, the figure at the pointer
    return {
      textStyle: text,
      animation: false,
      tooltip: { renderMode: "richText", confine: true, backgroundColor: colour("--surface"), borderColor: colour("--line-2"), textStyle: text, formatter: (one) => `${one.name}\n${data.title} ${one.data?.text ?? data.outside}` },
      visualMap: { type: "piecewise", pieces: pieces.map((piece, at) => ({ ...piece, color: colours[at] })).reverse(), left: 8, bottom: 8, itemWidth: 18, itemHeight: 12, textStyle: text, outOfRange: { color: colour("--plain-soft") } },
      series: [{
        type: "map", map: "counties", roam: false, selectedMode: false, nameProperty: "name", top: low ? 4 : 12, bottom: narrow ? 20 + pieces.length * 23 : low ? 4 : 12,
        itemStyle: { borderColor: colour("--surface"), borderWidth: 1.5, areaColor: colour("--plain-soft") },
        emphasis: { label: { color: colour("--ink"), fontWeight: 600 }, itemStyle: { areaColor: colour("--warn-soft"), borderColor: colour("--brand"), borderWidth: 2 } },
        data: rows.map((row) => ({ ...row, label: { show: true, color: inkOn(row.value), fontSize: low ? 11 : 12, lineHeight: 16, formatter: low ? short(row.name) : `${short(row.name)}\n${!row.url ? "—" : isLong ? row.value : row.text}` } })),
      }],
    };
  };

  fetch(box.dataset.boundaries).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))).then((geo) => {
    window.echarts.registerMap("counties", geo);
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    const draw = () => chart.setOption(options(geo.features), true);
    draw();
    chart.on("click", (one) => { if (one.data?.url) location.href = one.data.url; });
    new ResizeObserver(() => { chart.resize(); draw(); }).observe(box);
    new MutationObserver(draw).observe(root, { attributes: true, attributeFilter: ["data-bs-theme"] });
    performance.mark("map-ready");
  }).catch(() => {
    box.hidden = true;
    document.querySelector("[data-map-failed]").hidden = false;
  });
})();
