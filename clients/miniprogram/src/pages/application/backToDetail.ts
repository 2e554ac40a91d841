// After an act: the application itself, in place of the page that acted on it.

export function backToDetail(id: string): void {
  const pages = getCurrentPages() as { route?: string }[]
  const before = pages[pages.length - 2]
  if (before?.route === 'pages/application/detail') void uni.navigateBack()
  else void uni.redirectTo({ url: `/pages/application/detail?id=${id}` })
}
