/** Light, dark, or as the device says. Kept on this device alone. */
export type Theme = 'device' | 'light' | 'dark'

const place = 'candour-theme'

export function currentTheme(): Theme {
  const kept = localStorage.getItem(place)
  return kept === 'light' || kept === 'dark' ? kept : 'device'
}

export function applyTheme(theme: Theme) {
  if (theme === 'device') {
    localStorage.removeItem(place)
    delete document.documentElement.dataset['theme']
    return
  }
  localStorage.setItem(place, theme)
  document.documentElement.dataset['theme'] = theme
}
