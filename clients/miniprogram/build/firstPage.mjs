// Puts what the first page needs into two files, which the browser fetches at once, instead of thirty one after another.

const PAGE = /\/src\/pages\/home\/home\.vue$/
const VENDOR = /\/node_modules\//

/** Rollup's `manualChunks` for H5: the runtime, what the home page imports, and each other page as it comes. */
export function firstPage() {
  let needed
  return (id, { getModuleIds, getModuleInfo }) => {
    needed ??= reachable([...getModuleIds()].filter((each) => PAGE.test(each)), getModuleInfo)
    if (VENDOR.test(id)) return 'runtime'
    return needed.has(id) && id.includes('/src/') ? 'first' : undefined
  }
}

function reachable(starts, getModuleInfo) {
  const found = new Set(starts)
  for (const id of found) {
    getModuleInfo(id)?.importedIds.forEach((each) => found.add(each))
    // uni reads a page through a module that it makes: the page itself is imported late.
    if (starts.includes(id)) getModuleInfo(id)?.dynamicallyImportedIds.forEach((each) => found.add(each))
  }
  return found
}
