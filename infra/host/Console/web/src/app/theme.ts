type Theme = 'light' | 'dark';

const icons: Record<Theme, string> = {
  light: 'M10 6.500a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M10 2v1.500M10 16.500V18M2 10h1.500M16.500 10H18M4.300 4.300l1.100 1.100M14.600 14.600l1.100 1.100M4.300 15.700l1.100-1.100M14.600 5.400l1.100-1.100',
  dark: 'M16.500 12A7 7 0 0 1 8 3.500a7 7 0 1 0 8.500 8.500z',
};

/** Makes the button switch between the light and the dark theme. Until it is pressed, the page follows the system's preference. */
export function startTheme(button: HTMLElement): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const current = (): Theme => {
    const chosen = document.documentElement.dataset['theme'];
    return chosen === 'light' || chosen === 'dark' ? chosen : system.matches ? 'dark' : 'light';
  };
  const show = (): void => {
    const other: Theme = current() === 'dark' ? 'light' : 'dark';
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('viewBox', '0 0 20 20');
    svg.setAttribute('aria-hidden', 'true');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', icons[other]);
    svg.append(path);
    button.replaceChildren(svg);
    button.setAttribute('aria-label', `Switch to ${other} theme`);
    button.title = `Switch to ${other} theme`;
  };

  button.addEventListener('click', () => {
    const other: Theme = current() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset['theme'] = other;
    localStorage.setItem('theme', other);
    show();
  });
  system.addEventListener('change', show);
  show();
}
