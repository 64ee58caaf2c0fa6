// What the pages draw with, and nothing else of ECharts; `tools/assets.py` bundles it.
import { init, registerMap, use } from "echarts/core";
import { BarChart, LineChart, MapChart, PieChart } from "echarts/charts";
import { AriaComponent, GeoComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapPiecewiseComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([
  AriaComponent, BarChart, GeoComponent, GridComponent, LegendComponent, LineChart, MapChart, PieChart, SVGRenderer,
  TooltipComponent, VisualMapPiecewiseComponent,
]);
window.echarts = { init, registerMap };
