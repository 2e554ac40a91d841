// uni carries its own words in five languages; this application speaks two of them.

/** Goes after uni's own plugin, whose settings it narrows. */
export function twoLanguages() {
  const off = ['ES', 'FR', 'ZH_HANT'].map((name) => [`__UNI_FEATURE_I18N_${name}__`, 'false'])
  return { name: 'two-languages', config: () => ({ define: Object.fromEntries(off) }) }
}
