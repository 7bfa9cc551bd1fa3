// The machines, a row each.

import { mainActions } from './actions.js';
import { askForMachine } from './dialogs.js';
import { button, el, head } from './dom.js';
import * as format from './format.js';
import { store } from './machine-store.js';

/** A machine's state, as a mark and a word. */
export function stateMark(state) {
  return el('span', { class: 'state', 'data-state': state }, state);
}

/** The page of all machines; current until the signal ends it. */
export function machineListPage(signal) {
  const body = el('div', { class: 'list' });
  const show = () => keepingFocus(body, () => body.replaceChildren(list()));
  store.addEventListener('machines', show, { signal });
  show();
  return el('section', { 'aria-labelledby': 'page-title' },
    el('div', { class: 'title' },
      el('h1', { id: 'page-title' }, 'Machines'),
      button('New machine…', create, { class: 'primary', 'data-action': 'create' })),
    body);
}

async function create() {
  await askForMachine();
  await store.refresh();
}

function list() {
  if (store.machines.length === 0) {
    return el('p', { class: 'empty panel' }, 'There are no machines yet.');
  }
  return el('table', { class: 'machines' },
    head('Name', 'State', 'Last run', 'Directory', 'Actions'),
    el('tbody', {}, ...store.machines.map(machineRow)));
}

function machineRow(machine) {
  return el('tr', { 'data-machine': machine.name },
    el('th', { scope: 'row' }, el('a', { href: `#/machines/${machine.name}` }, machine.name)),
    el('td', {}, stateMark(machine.state)),
    el('td', { class: 'secondary' }, lastRun(machine)),
    el('td', { class: 'secondary path' }, machine.directory ?? '—'),
    el('td', {}, mainActions(machine)));
}

/** When it last did something, in words. */
export function lastRun({ lastRun: run, process }) {
  if (!run) {
    return 'never';
  }
  if (process !== undefined) {
    return `since ${format.moment(run.started)}`;
  }
  const end = run.ended ? `until ${format.moment(run.ended)}` : `from ${format.moment(run.started)}`;
  return run.status ? `${end}, status ${run.status}` : end;
}

/** Does something that replaces elements, and gives the focus to the one that is like the old one. */
export function keepingFocus(parent, change) {
  const focused = parent.contains(document.activeElement) ? document.activeElement : null;
  const open = parent.querySelector('details[open]')?.closest('[data-machine]')?.dataset.machine;
  const place = focused && keyOf(focused);
  change();
  if (open) {
    parent.querySelector(`[data-machine="${open}"] details`)?.setAttribute('open', '');
  }
  if (place) {
    const all = [...parent.querySelectorAll('a, button, summary')];
    const like = all.find((each) => keyOf(each) === place)
      ?? all.find((each) => machineOf(each) === machineOf(focused) && each.matches('a, button'));
    like?.focus({ preventScroll: true });
  }
}

function keyOf(element) {
  return `${machineOf(element)}/${element.tagName}/${element.dataset.action ?? element.textContent}`;
}

function machineOf(element) {
  return element.closest('[data-machine]')?.dataset.machine;
}
