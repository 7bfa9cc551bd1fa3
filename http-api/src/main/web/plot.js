// A plot of lines over time.

import { el, svg } from './dom.js';
import * as format from './format.js';

const COLOURS = 8;
const WIDTH = 300;
const HEIGHT = 100;

/** Shows the samples of a plot; the pointer shows those of a moment. */
export class Plot {
  #maximum = el('span', { class: 'plot-maximum' });
  #legend = el('ul', { class: 'legend' });
  #lines = svg('g', {});
  #cursor = svg('line', { class: 'plot-cursor', y1: 0, y2: HEIGHT, visibility: 'hidden' });
  #samples = [];
  #pointed = null;

  /**
   * @param {{title: string, unit: string}} plot
   * @param {number} index of it in each sample
   * @param {number} kept how many samples fill its width
   */
  constructor(plot, index, kept) {
    this.plot = plot;
    this.index = index;
    this.kept = kept;
    this.drawing = svg('svg', {
      class: 'plot-drawing', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none',
      role: 'img', pointermove: (event) => this.#point(event), pointerleave: () => this.#leave(),
    }, grid(), this.#lines, this.#cursor);
    this.element = el('figure', { class: 'plot panel', hidden: true },
      el('figcaption', {}, plot.title, this.#maximum),
      this.drawing,
      el('div', { class: 'plot-times', 'aria-hidden': 'true' },
        el('span', {}, `${kept} s ago`), el('span', {}, 'now')),
      this.#legend);
  }

  /** Shows these samples, the latest last. */
  show(samples) {
    this.#samples = samples;
    const names = this.#names();
    this.element.hidden = names.length === 0;
    const top = this.#top();
    this.#maximum.textContent = this.#quantity(top);
    this.#lines.replaceChildren(...names.map((name, i) =>
      svg('polyline', { class: `series-${i % COLOURS + 1}`, points: this.#points(name, top) })));
    this.#showLegend(names);
  }

  #names() {
    const names = new Set(this.#samples.flatMap((sample) => Object.keys(sample.plots[this.index])));
    return [...names].sort(new Intl.Collator('en', { numeric: true }).compare).slice(0, COLOURS);
  }

  /** The top of the scale, which is not to change with every sample. */
  #top() {
    const values = this.#samples.flatMap((sample) => Object.values(sample.plots[this.index]));
    const most = Math.max(...values, 0);
    if (most === 0) {
      return 1;
    }
    const base = this.plot.unit.startsWith('B') ? 2 : 10;
    const power = base ** Math.floor(Math.log(most) / Math.log(base));
    return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most);
  }

  #points(name, top) {
    const points = [];
    this.#samples.forEach((sample, i) => {
      const value = sample.plots[this.index][name];
      if (value !== undefined) {
        points.push(`${this.#x(i).toFixed(1)},${(HEIGHT * (1 - value / top)).toFixed(1)}`);
      }
    });
    return points.join(' ');
  }

  #x(i) {
    return WIDTH * (1 - (this.#samples.length - 1 - i) / (this.kept - 1));
  }

  #showLegend(names) {
    const i = this.#pointed ?? this.#samples.length - 1;
    const values = this.#samples[i]?.plots[this.index] ?? {};
    const words = names.map((name) => `${name} ${this.#quantity(values[name] ?? 0)}`);
    this.drawing.setAttribute('aria-label', `${this.plot.title}: ${words.join(', ')}`);
    this.#legend.replaceChildren(...names.map((name, n) =>
      el('li', { class: `series-${n % COLOURS + 1}` },
        el('span', { class: 'name', title: name }, name),
        el('span', { class: 'value' }, this.#quantity(values[name] ?? 0)))));
  }

  #quantity(value) {
    const { unit } = this.plot;
    if (unit.startsWith('B')) {
      return format.bytes(value) + unit.slice(1);
    }
    return unit === '%' ? `${value.toFixed(value < 10 ? 1 : 0)} %` : `${format.count(value)}${unit}`;
  }

  #point(event) {
    const box = this.drawing.getBoundingClientRect();
    const place = (event.clientX - box.left) / box.width;
    const i = Math.round((place - 1) * (this.kept - 1)) + this.#samples.length - 1;
    this.#pointed = Math.min(Math.max(i, 0), this.#samples.length - 1);
    const x = this.#x(this.#pointed);
    this.#cursor.setAttribute('x1', x);
    this.#cursor.setAttribute('x2', x);
    this.#cursor.setAttribute('visibility', 'visible');
    this.#showLegend(this.#names());
  }

  #leave() {
    this.#pointed = null;
    this.#cursor.setAttribute('visibility', 'hidden');
    this.#showLegend(this.#names());
  }
}

function grid() {
  const line = (y) => svg('line', { class: 'plot-grid', x1: 0, x2: WIDTH, y1: y, y2: y });
  return svg('g', {}, line(0), line(HEIGHT / 2), line(HEIGHT));
}
