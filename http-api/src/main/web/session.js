// Logging in: the server's token for a cookie that no script can read.

import * as api from './api.js';
import { el } from './dom.js';

/**
 * The token of a link such as `#token=…`; it is out of the address bar, and of the history, before
 * anything else happens.
 */
export function tokenFromAddress() {
  const match = /^#token=(.+)$/.exec(location.hash);
  if (match) {
    history.replaceState(null, '', `${location.pathname}#/`);
  }
  return match?.[1];
}

/** The page that asks for the token; calls back when the server has taken one. */
export function loginPage(onLogin) {
  const token = el('input', {
    id: 'token', type: 'password', required: true, autocomplete: 'off', spellcheck: 'false',
    'aria-describedby': 'token-hint login-problem',
  });
  const problem = el('p', { id: 'login-problem', class: 'problem', role: 'alert' });
  const submit = async (event) => {
    event.preventDefault();
    try {
      await api.logIn(token.value.trim());
      onLogin();
    } catch (error) {
      problem.textContent = error.status === 401 ? 'That is not the token.' : error.message;
      token.select();
    }
  };
  queueMicrotask(() => token.focus());
  return el('form', { class: 'login panel', submit },
    el('h1', {}, 'Log in'),
    el('label', { for: 'token' }, 'Token'),
    token,
    el('p', { id: 'token-hint', class: 'hint' },
      'The line in the file that ', el('code', {}, 'jvmm serve'), ' was given by ',
      el('code', {}, '--token-file'), '.'),
    problem,
    el('button', { class: 'primary' }, 'Log in'));
}
