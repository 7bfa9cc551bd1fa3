// What can be done with a machine, by what it is doing.

import * as api from './api.js';
import { askNewName, askToDestroy } from './dialogs.js';
import { button, el } from './dom.js';
import { store } from './machine-store.js';
import { clearProblem, showProblem } from './notices.js';

const UP = ['starting', 'running', 'paused'];

/** Whether a machine has a process. */
export function isUp(machine) {
  return UP.includes(machine.state);
}

const down = (machine) => !isUp(machine);
const is = (...states) => (machine) => states.includes(machine.state);
const verb = (word) => ({ name }) => api.act(name, word);

/** All actions: those that are `first` have a button of their own in the list. */
const ACTIONS = [
  { caption: 'Start', first: true, can: down, act: verb('start') },
  { caption: 'Resume', first: true, can: is('paused'), act: verb('resume') },
  { caption: 'Pause', first: true, can: is('running'), act: verb('pause') },
  { caption: 'Stop', first: true, can: is('running', 'paused'), act: verb('stop') },
  { caption: 'Power button', can: is('running'), act: verb('power-button') },
  { caption: 'Reset', can: is('running', 'paused'), act: verb('reset') },
  { caption: 'Kill', danger: true, can: isUp, act: verb('kill') },
  { caption: 'Clone…', can: down, act: (machine) => askNewName('Clone', machine, api.clone) },
  { caption: 'Rename…', can: down, act: (machine) => askNewName('Rename', machine, rename) },
  { caption: 'Destroy…', danger: true, can: down, act: askToDestroy },
];

/** A page that shows the machine goes with it. */
async function rename(name, newName) {
  await api.rename(name, newName);
  if (location.hash.split('/')[2] === name) {
    location.hash = `#/machines/${newName}`;
  }
}

/** Captions of what was asked of each machine and is not done yet. */
const pending = new Map();

/** The buttons for all that can be done with a machine. */
export function allActions(machine) {
  const buttons = possible(machine).map((action) => actionButton(machine, action));
  return el('div', { class: 'actions' }, ...buttons);
}

/** The buttons for what is done most; the rest in a menu. */
export function mainActions(machine) {
  const actions = possible(machine);
  const others = actions.filter((action) => !action.first);
  return el('div', { class: 'actions' },
    ...actions.filter((action) => action.first).map((it) => actionButton(machine, it)),
    el('details', { class: 'menu', keydown: closeOnEscape, focusout: closeWhenLeft },
      el('summary', { 'aria-label': `More for ${machine.name}` }, 'More'),
      el('div', { class: 'menu-items' }, ...others.map((it) => actionButton(machine, it)))));
}

function possible(machine) {
  return ACTIONS.filter((action) => action.can(machine));
}

function actionButton(machine, action) {
  const busy = pending.get(machine.name) === action.caption;
  return button(action.caption, () => perform(machine, action), {
    class: action.danger ? 'danger' : null,
    'aria-busy': busy ? 'true' : null,
    disabled: busy,
    'data-action': action.caption.replace('…', '').toLowerCase(),
  });
}

/** The server may take a minute over it; what comes of it is seen in the list. */
async function perform(machine, action) {
  clearProblem();
  pending.set(machine.name, action.caption);
  store.dispatchEvent(new CustomEvent('machines'));
  const looking = setTimeout(() => store.refresh().catch(() => {}), 300);
  try {
    await action.act(machine);
  } catch (error) {
    showProblem(error);
  } finally {
    clearTimeout(looking);
    pending.delete(machine.name);
    await store.refresh().catch(() => {});
  }
}

function closeOnEscape(event) {
  if (event.key === 'Escape') {
    event.currentTarget.open = false;
    event.currentTarget.querySelector('summary').focus();
  }
}

function closeWhenLeft(event) {
  if (!event.currentTarget.contains(event.relatedTarget)) {
    event.currentTarget.open = false;
  }
}
