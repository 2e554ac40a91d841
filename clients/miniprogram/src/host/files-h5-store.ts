// The browser's own store of files that wait to be sent.

const STORE = 'papers'

/** What the request answers; null where the browser keeps nothing (private windows, no room). */
export async function inStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const database = await opened()
    const request = ask(database.transaction(STORE, mode).objectStore(STORE))
    return await answered(request).finally(() => database.close())
  } catch (refused) {
    if (refused instanceof DOMException) return null
    throw refused
  }
}

function opened(): Promise<IDBDatabase> {
  const opening = indexedDB.open('shuangtui', 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
  return answered(opening)
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new DOMException('refused'))
  })
}
