// The memory map: the address space as a column, and a table of what is in it.

import * as api from './api.js';
import { button, el, head } from './dom.js';
import * as format from './format.js';
import { heightOf, regionsOf, spansOf, titleOf } from './memory-map.js';

const KINDS = { ram: 'RAM', 'read-only': 'read-only', trapped: 'trapped', device: 'device' };

/** The memory map of a machine that runs. */
export function memoryMapPart(name) {
  const place = el('div', { class: 'memory' });
  const show = () => api.memoryMap(name)
    .then((map) => place.replaceChildren(...drawn(map)))
    .catch((error) => place.replaceChildren(el('p', { class: 'empty' }, error.message)));
  show();
  return el('div', {},
    el('div', { class: 'toolbar' }, button('Look again', show), legend()),
    place);
}

function legend() {
  return el('ul', { class: 'legend kinds' }, ...Object.entries(KINDS).map(([kind, caption]) =>
    el('li', { 'data-kind': kind }, caption)));
}

function drawn(map) {
  const regions = regionsOf(map);
  return [
    el('div', {}, summary(map, regions),
      el('ol', { class: 'memory-column', 'aria-label': 'The address space, highest first' },
        ...spansOf(regions, map.addressBits).reverse().map(piece))),
    table(regions),
  ];
}

function summary({ addressBits, granuleBytes, startLevel, tables }, regions) {
  const mapped = regions.reduce((sum, region) => sum + (region.blocks ? region.bytes : 0), 0);
  return el('p', { class: 'secondary' },
    `${format.bytes(mapped)} mapped by ${tables} tables: ${addressBits}-bit addresses,`
    + ` ${format.bytes(granuleBytes)} granule, lookups from level ${startLevel}.`);
}

/** A piece of the column; pointing at it, or at its row, marks both. */
function piece(span) {
  const size = format.bytes(Number(span.end - span.start));
  return el('li', {
    class: 'piece', 'data-kind': span.kind, style: `--lines: ${heightOf(span).toFixed(1)}`,
    pointerenter: () => mark(span, true), pointerleave: () => mark(span, false),
  },
  el('span', { class: 'piece-address' }, format.address(span.start)),
  el('span', { class: 'piece-title' }, span.kind === 'gap' ? `${size} not mapped` : titleOf(span)),
  span.kind === 'gap' ? null : el('span', { class: 'piece-size' }, size),
  blockBar(span));
}

/** How much of a piece is mapped by descriptors of each size. */
function blockBar(span) {
  const blocks = span.members.flatMap((member) => member.blocks ?? []);
  return blocks.length === 0 ? null : el('span', { class: 'piece-blocks' }, blockWords(blocks));
}

function blockWords(blocks) {
  return [...blocks].sort((a, b) => b.bytes - a.bytes)
    .map((block) => `${block.count} × ${format.bytes(block.bytes)}`).join(', ');
}

function mark(span, on) {
  for (const member of span.members) {
    document.getElementById(rowId(member))?.classList.toggle('marked', on);
  }
}

function rowId({ start, kind }) {
  return `region-${kind}-${start.toString(16)}`;
}

function table(regions) {
  return el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The regions' },
    el('table', { class: 'plain regions' },
      head('What', 'Addresses', 'Size', 'Access', 'Memory type', 'Leads to', 'Descriptors'),
      el('tbody', {}, ...regions.map(regionRow))));
}

function regionRow(region) {
  const { start, end, kind, name } = region;
  const title = name === KINDS[kind] ? '' : KINDS[kind];
  return el('tr', { id: rowId(region) },
    el('th', { scope: 'row' },
      el('span', { class: 'kind', 'data-kind': kind }, name), ' ',
      el('span', { class: 'secondary' }, title)),
    el('td', {}, el('code', {}, `${format.address(start)} – ${format.address(end - 1n)}`)),
    el('td', {}, format.bytes(region.bytes)),
    ...(kind === 'device' ? deviceCells(region) : memoryCells(region)));
}

function memoryCells({ permissions, memoryType, shareability, output, blocks }) {
  return [
    el('td', {}, el('code', {}, permissions)),
    el('td', {}, memoryType, el('br'), `${shareability} shareable`),
    el('td', {}, el('code', {}, output)),
    el('td', {}, blockWords(blocks)),
  ];
}

/** A device is a hole in the tables: what is known is how often the guest came. */
function deviceCells({ reads, writes }) {
  return [
    el('td', {}, 'exits'),
    el('td', { colspan: 3 }, `${format.count(reads)} loads, ${format.count(writes)} stores`),
  ];
}
