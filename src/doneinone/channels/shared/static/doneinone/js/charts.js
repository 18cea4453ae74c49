/*
  Draws [data-dio-chart]. Bars: sorted by size, the largest darker, last period as a black tick.
  Lines: one teal line, others grey. The figures stand in a table under each chart.
*/
const INK = "#0f1b1d";
const DARK = "#0a4a51";
const TEAL = "#12737c";
const GRID = "#e3e9ea";
const LINES = [TEAL, "#6b7b7e", DARK, "#8fbcc0"];
const vendor = new URL("../../vendor/echarts/echarts.common.min.js", import.meta.url);

export async function drawCharts(root) {
  const boxes = [...root.querySelectorAll("[data-dio-chart]:not([data-dio-drawn])")];
  if (!boxes.length) return;
  const echarts = await library();
  for (const box of boxes) {
    box.dataset.dioDrawn = "";
    box.hidden = false;
    const data = JSON.parse(box.dataset.dioChart);
    const options = data.lines ? lines(data) : bars(data, box.clientWidth);
    box.style.height = `${options.height}px`;
    delete options.height;
    const chart = echarts.init(box, null, { renderer: "canvas" });
    chart.setOption({ animation: false, textStyle: { fontFamily: font() }, ...options });
    new ResizeObserver(() => chart.resize()).observe(box);
  }
}

function font() {
  return getComputedStyle(document.documentElement).getPropertyValue("--dio-font") || "sans-serif";
}

function library() {
  if (window.echarts) return Promise.resolve(window.echarts);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = vendor;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
}

function bars({ bars: rows, unit = "" }, width) {
  const sorted = [...rows].sort((a, b) => a.value - b.value);
  const largest = sorted.length - 1;
  const top = Math.max(...rows.map((row) => Math.max(row.value, row.last ?? 0)), 1);
  return {
    height: 46 + sorted.length * 33,
    grid: { left: 8, right: 24, top: 8, bottom: 26, containLabel: true },
    xAxis: {
      type: "value",
      min: 0,
      splitNumber: 4,
      axisLabel: { color: INK, fontSize: 12, hideOverlap: true },
      splitLine: { lineStyle: { color: GRID } },
    },
    yAxis: {
      type: "category",
      data: sorted.map((row) => row.name),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: GRID } },
      axisLabel: { color: INK, fontSize: 13, width: Math.min(190, width * 0.38), overflow: "break" },
    },
    series: [
      {
        type: "bar",
        barWidth: 18,
        data: sorted.map((row, index) => ({
          value: row.value,
          itemStyle: { color: index === largest ? DARK : TEAL, borderRadius: 2 },
          label: label(row.value, unit, row.value > top * 0.12),
        })),
      },
      {
        type: "scatter",
        symbol: "rect",
        symbolSize: [3, 25],
        itemStyle: { color: INK },
        silent: true,
        data: sorted.flatMap((row, index) => (row.last == null ? [] : [[row.last, index]])),
      },
    ],
  };
}

function label(value, unit, inside) {
  return {
    show: true,
    position: inside ? "insideLeft" : "right",
    color: inside ? "#fff" : INK,
    fontWeight: 700,
    fontSize: 13,
    formatter: `${value.toLocaleString("en-GB")}${unit}`,
  };
}

function lines({ lines: { labels, series } }) {
  return {
    height: 260,
    grid: { left: 8, right: 24, top: series.length > 1 ? 34 : 12, bottom: 8, containLabel: true },
    legend: series.length > 1 ? { top: 0, left: 0, textStyle: { color: INK } } : undefined,
    xAxis: { type: "category", data: labels, boundaryGap: false, axisLabel: { color: INK } },
    yAxis: {
      type: "value",
      min: 0,
      splitNumber: 4,
      axisLabel: { color: INK },
      splitLine: { lineStyle: { color: GRID } },
    },
    series: series.map((one, index) => ({
      type: "line",
      name: one.name,
      data: one.values,
      symbolSize: 6,
      color: LINES[index % LINES.length],
      lineStyle: { width: 2.5, type: index === 0 ? "solid" : "dashed" },
    })),
  };
}
