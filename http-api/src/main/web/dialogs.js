// What asks the user before something happens. Each resolves when its dialog is closed.

import * as api from './api.js';
import { button, el } from './dom.js';

const DIRECTORY_KEY = 'jvmm-directory';
const SAMPLE = `{
  "name": "mine",
  "memory": "256MiB",
  "boot": {"kernel": "image:hello/vmlinuz"}
}`;

/** Shows a form in a dialog; it closes once `submit` has succeeded, or the user gives up. */
function showDialog(title, fields, caption, submit) {
  const problems = el('ul', { class: 'problems', role: 'alert' });
  const done = el('button', { class: 'primary' }, caption);
  const form = el('form', {},
    el('h2', { id: 'dialog-title' }, title), ...fields, problems,
    el('div', { class: 'dialog-buttons' }, button('Cancel', () => dialog.close()), done));
  const dialog = el('dialog', { 'aria-labelledby': 'dialog-title' }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    done.disabled = true;
    try {
      await submit();
      dialog.close();
    } catch (error) {
      problems.replaceChildren(...linesOf(error));
    } finally {
      done.disabled = false;
    }
  });
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve();
    });
  });
}

/** The lines of an error, with what is a JSON path in them set apart. */
function linesOf(error) {
  const lines = error.problems ?? [error.message];
  return lines.map((line) => {
    const parts = line.split(/(\$(?:\.\w+|\[\d+\])+)/);
    const shown = parts.map((part) => (part.startsWith('$.') ? el('code', {}, part) : part));
    return el('li', {}, ...shown);
  });
}

/** Asks for a name, and does something with a machine and that. */
export function askNewName(caption, machine, act) {
  const name = el('input', {
    id: 'new-name', required: true, maxlength: 63, pattern: '[A-Za-z0-9][A-Za-z0-9._\\-]*',
    spellcheck: 'false', autocomplete: 'off', title: 'Letters, digits, dots, _ and -',
  });
  const fields = [el('label', { for: 'new-name' }, 'New name'), name];
  const submit = () => act(machine.name, name.value);
  return showDialog(`${caption} ${machine.name}`, fields, caption, submit);
}

/** Asks whether a machine is to go, with its disks. */
export function askToDestroy(machine) {
  const warning = el('p', {},
    `Its directory goes, with its disks and logs. Nothing brings ${machine.name} back.`);
  const submit = () => api.destroy(machine.name);
  return showDialog(`Destroy ${machine.name}?`, [warning], 'Destroy', submit);
}

/** Asks for a specification, and keeps it as a machine's. */
export function askForMachine() {
  const spec = el('textarea', {
    id: 'spec', rows: 14, required: true, spellcheck: 'false', wrap: 'off',
    placeholder: SAMPLE,
  });
  const file = el('input', {
    id: 'spec-file', type: 'file', accept: '.json,application/json',
    change: async () => { spec.value = await file.files[0]?.text() ?? spec.value; },
  });
  const directory = el('input', {
    id: 'directory', required: true, pattern: '/.*', title: 'An absolute path', spellcheck: 'false',
    'aria-describedby': 'directory-hint', value: localStorage.getItem(DIRECTORY_KEY) ?? '/',
  });
  const fields = [
    el('label', { for: 'spec' }, 'Specification'), spec,
    el('label', { for: 'spec-file' }, 'or from a file'), file,
    el('label', { for: 'directory' }, 'Directory'), directory,
    el('p', { id: 'directory-hint', class: 'hint' },
      'On the server: where relative paths in the specification start from.'),
  ];
  return showDialog('New machine', fields, 'Create', async () => {
    await api.create(parse(spec.value), directory.value);
    localStorage.setItem(DIRECTORY_KEY, directory.value);
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${error.message}`);
  }
}
