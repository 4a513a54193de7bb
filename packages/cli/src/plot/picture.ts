import { init, use } from 'echarts/core';
import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import type { Panel } from './panel.ts';
import { CHART_HEIGHT, CHART_WIDTH, COLOUR } from './style.ts';
import { cleanSvg } from './svg.ts';

use([LineChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** Four panels under a caption. */
export interface Picture {
  readonly title: string;
  /** Lines under the title. */
  readonly caption: readonly string[];
  /** From left to right, then down: two in a row. */
  readonly panels: readonly Panel[];
}

/** Sizes in pixels. */
const HEAD = 96;
const LEFT = 80;
const RIGHT = 30;
const TOP = 88;
const BOTTOM = 58;
const SLOT = { width: LEFT + CHART_WIDTH + RIGHT, height: TOP + CHART_HEIGHT + BOTTOM } as const;
const WIDTH = 2 * SLOT.width;

const FONT = 'Helvetica, Arial, sans-serif';

const slotAt = (index: number) => ({
  left: (index % 2) * SLOT.width,
  top: HEAD + Math.floor(index / 2) * SLOT.height,
});

const gridOf = ({ square }: Panel, index: number) => {
  const { left, top } = slotAt(index);
  const width = square ? CHART_HEIGHT : CHART_WIDTH;
  const inset = square ? (SLOT.width - CHART_HEIGHT) / 2 : LEFT;
  return { left: left + inset, top: top + TOP, width, height: CHART_HEIGHT };
};

const AXIS = {
  nameLocation: 'middle',
  nameTextStyle: { color: COLOUR.ink, fontSize: 13 },
  axisLabel: { color: COLOUR.ink, fontSize: 12 },
  axisLine: { show: true, onZero: false, lineStyle: { color: COLOUR.dim } },
  axisTick: { show: true },
  splitLine: { lineStyle: { color: COLOUR.rule } },
} as const;

const titleOf = ({ title, note }: Panel, index: number) => {
  const { left, top } = slotAt(index);
  return {
    text: title,
    subtext: note,
    left: left + 20,
    top,
    itemGap: 5,
    textStyle: { fontSize: 16, color: COLOUR.ink },
    subtextStyle: { fontSize: 12.5, color: COLOUR.dim },
  };
};

/** A stroke in the legend, without the dot of a line that has points. */
const STROKE = 'path://M0,0H22V3H0Z';

const entryOf = ({ series }: Panel, name: string) => {
  const isLine = series.some((one) => one.name === name && one.type === 'line');
  return isLine ? { name, icon: STROKE } : { name };
};

const legendOf = (panel: Panel, index: number) => {
  const { left, top } = slotAt(index);
  return {
    data: panel.legend.map((name) => entryOf(panel, name)),
    left: left + 16,
    top: top + 48,
    width: SLOT.width - 30,
    itemGap: 24,
    itemWidth: 22,
    itemHeight: 10,
    textStyle: { fontSize: 12, color: COLOUR.ink },
    selectedMode: false,
  };
};

const headOf = ({ title, caption }: Picture) => ({
  text: title,
  subtext: caption.join('\n'),
  left: 20,
  top: 14,
  itemGap: 8,
  textStyle: { fontSize: 20, color: COLOUR.ink },
  subtextStyle: { fontSize: 14, lineHeight: 20, color: COLOUR.ink },
});

const optionOf = (picture: Picture) => {
  const { panels } = picture;
  return {
    animation: false,
    backgroundColor: COLOUR.paper,
    textStyle: { fontFamily: FONT },
    title: [headOf(picture), ...panels.map(titleOf)],
    legend: panels.map(legendOf),
    grid: panels.map(gridOf),
    xAxis: panels.map(({ xAxis }, gridIndex) => ({ ...AXIS, nameGap: 30, ...xAxis, gridIndex })),
    yAxis: panels.map(({ yAxis }, gridIndex) => ({ ...AXIS, nameGap: 56, ...yAxis, gridIndex })),
    series: panels.flatMap(({ series }, at) =>
      series.map((one) => ({ ...one, xAxisIndex: at, yAxisIndex: at, silent: true })),
    ),
  };
};

/**
 * The picture as an SVG document that loads nothing and runs nothing. Equal pictures give equal
 * bytes.
 */
export const renderPicture = (picture: Picture): string => {
  const rows = Math.ceil(picture.panels.length / 2);
  const height = HEAD + rows * SLOT.height;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    chart.setOption(optionOf(picture));
    return cleanSvg(chart.renderToSVGString(), [picture.title, ...picture.caption].join('. '));
  } finally {
    // its timers would keep the process alive
    chart.dispose();
  }
};
