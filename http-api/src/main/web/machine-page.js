// One machine: its state and what can be done, and a tab for each way to look at it.

import { allActions } from './actions.js';
import { consolePart } from './console-part.js';
import { el } from './dom.js';
import { eventsPart } from './events-part.js';
import { logPart } from './log-part.js';
import { keepingFocus, lastRun, stateMark } from './machine-list.js';
import { store } from './machine-store.js';
import { memoryMapPart } from './memory-map-part.js';
import { plotsPart } from './plots-part.js';
import { specificationPart } from './specification-part.js';

/** The parts, by their names in the address; each makes an element that is current until a signal. */
const PARTS = {
  activity: { caption: 'Activity', make: plotsPart },
  console: { caption: 'Console', make: consolePart },
  memory: { caption: 'Memory map', make: memoryMapPart },
  log: { caption: 'Log', make: logPart },
  specification: { caption: 'Specification', make: specificationPart },
  events: { caption: 'Events', make: eventsPart },
};

/** The page of a machine; current until the signal ends it. */
export function machinePage(name, part, signal) {
  const chosen = Object.hasOwn(PARTS, part) ? part : 'activity';
  const heading = el('div', { 'data-machine': name });
  const show = () => keepingFocus(heading, () => heading.replaceChildren(headingOf(name)));
  store.addEventListener('machines', show, { signal });
  show();
  return el('section', { 'aria-labelledby': 'page-title' },
    heading,
    tabs(name, chosen),
    el('div', {
      id: 'part', class: 'part', role: 'tabpanel', tabindex: 0, 'aria-labelledby': `tab-${chosen}`,
    }, PARTS[chosen].make(name, signal)));
}

function headingOf(name) {
  const machine = store.machine(name);
  const title = el('h1', { id: 'page-title' },
    el('a', { href: '#/' }, 'Machines'), ' / ', name);
  if (!machine) {
    return el('div', { class: 'title' }, title, el('p', {}, 'There is no such machine.'));
  }
  return el('div', { class: 'title' },
    title,
    stateMark(machine.state),
    el('span', { class: 'secondary' }, lastRun(machine)),
    allActions(machine));
}

/** Links that are tabs: arrow keys go from one to the next. */
function tabs(name, chosen) {
  const links = Object.entries(PARTS).map(([part, { caption }]) =>
    el('a', {
      id: `tab-${part}`, role: 'tab', href: `#/machines/${name}/${part}`,
      'aria-selected': `${part === chosen}`, 'aria-controls': 'part',
      tabindex: part === chosen ? 0 : -1,
    }, caption));
  const keydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      const next = links.indexOf(document.activeElement) + step;
      const link = links.at(next % links.length);
      link.click();
      requestAnimationFrame(() => document.getElementById(link.id)?.focus());
    }
  };
  return el('nav', { class: 'tabs', role: 'tablist', 'aria-label': `Parts of ${name}`, keydown },
    ...links);
}
