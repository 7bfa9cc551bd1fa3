// The page: who is logged in, and which part of the console is shown.

import * as api from './api.js';
import { machineListPage } from './machine-list.js';
import { machinePage } from './machine-page.js';
import { store } from './machine-store.js';
import { clearProblem, showProblem } from './notices.js';
import { loginPage, tokenFromAddress } from './session.js';
import { bindTheme } from './theme.js';

const content = document.getElementById('content');
const connection = document.getElementById('connection');
const logOut = document.getElementById('log-out');

/** Ends what the page that is shown keeps current. */
let page = new AbortController();

function show(make) {
  page.abort();
  page = new AbortController();
  content.replaceChildren(make(page.signal));
}

/** `#/` has all machines; `#/machines/NAME/PART` has one. */
function route() {
  const [, kind, name, part] = location.hash.split('/');
  clearProblem();
  if (kind === 'machines' && name) {
    document.title = `${name} – jvmm`;
    show((signal) => machinePage(name, part, signal));
  } else {
    document.title = 'Machines – jvmm';
    show(machineListPage);
  }
}

async function begin() {
  try {
    await store.open();
  } catch (error) {
    if (error.status === 401) {
      askForToken();
    } else {
      showProblem(error);
    }
    return;
  }
  logOut.hidden = false;
  addEventListener('hashchange', route);
  route();
}

function askForToken() {
  removeEventListener('hashchange', route);
  logOut.hidden = true;
  connection.textContent = '';
  document.title = 'Log in – jvmm';
  show(() => loginPage(begin));
}

async function start() {
  bindTheme(document.getElementById('theme'));
  store.addEventListener('connection', ({ detail }) => {
    connection.textContent = detail;
    connection.dataset.state = detail;
  });
  store.addEventListener('logged-out', askForToken);
  logOut.addEventListener('click', async () => {
    store.close();
    await api.logOut().catch(showProblem);
    askForToken();
  });
  const token = tokenFromAddress();
  if (token) {
    await api.logIn(token).catch(showProblem);
  }
  await begin();
}

start();
