// The server's API: one function for each thing that the console asks of it.

/** What the server says is wrong: its `problems` are lines for the user. */
export class Problem extends Error {
  constructor(status, problems) {
    super(problems.join('\n'));
    this.status = status;
    this.problems = problems;
  }
}

async function request(method, path, { body, headers = {} } = {}) {
  const options = { method, headers, cache: 'no-store' };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { ...headers, 'Content-Type': 'application/json' };
  }
  const response = await fetch(path, options).catch(() => {
    throw new Problem(0, ['the server does not answer: is jvmm serve running?']);
  });
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function problemOf(response) {
  const details = await response.json().catch(() => ({}));
  return new Problem(response.status, details.problems ?? [`${response.status}`]);
}

async function json(method, path, options) {
  return (await request(method, path, options)).json();
}

/** The path of a machine, or of something of its. */
export function pathOf(name, what = '') {
  return `/v1/machines/${encodeURIComponent(name)}${what}`;
}

export const logIn = (token) =>
  request('POST', '/v1/session', { headers: { Authorization: `Bearer ${token}` } });
export const logOut = () => request('DELETE', '/v1/session');
export const version = () => json('GET', '/v1/version');

export const machines = async () => (await json('GET', '/v1/machines')).machines;
export const create = (spec, directory) =>
  json('POST', '/v1/machines', { body: { spec, directory } });
export const act = (name, verb) => json('POST', pathOf(name, `/${verb}`));
export const clone = (name, newName) =>
  json('POST', pathOf(name, '/clone'), { body: { name: newName } });
export const rename = (name, newName) =>
  json('POST', pathOf(name, '/rename'), { body: { name: newName } });
export const destroy = (name) => request('DELETE', pathOf(name));

export const statistics = (name) => json('GET', pathOf(name, '/statistics'));
export const memoryMap = (name) => json('GET', pathOf(name, '/memory-map'));
export const specification = (name) => json('GET', pathOf(name, '/spec'));

/** The last bytes of a log, as text. */
export async function logTail(name, log, length) {
  return (await request('GET', pathOf(name, `/${log}?tail=${length}`))).text();
}
