// Light or dark: as the system is, until the user chooses.

const KEY = 'jvmm-theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const changed = new EventTarget();

/** Whether the page is dark now. */
export function isDark() {
  return (localStorage.getItem(KEY) ?? (system.matches ? 'dark' : 'light')) === 'dark';
}

/** Calls a function whenever that changes, until the signal ends it. */
export function onTheme(listener, signal) {
  changed.addEventListener('change', listener, { signal });
}

/** Makes a button the switch. */
export function bindTheme(button) {
  const show = () => {
    const dark = isDark();
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    button.textContent = dark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Use ${dark ? 'light' : 'dark'} colours`);
    changed.dispatchEvent(new Event('change'));
  };
  button.addEventListener('click', () => {
    localStorage.setItem(KEY, isDark() ? 'light' : 'dark');
    show();
  });
  system.addEventListener('change', show);
  show();
}
