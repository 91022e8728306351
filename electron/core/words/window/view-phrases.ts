/** The size of what the window shows, in the application menu of macOS, as Apple’s own programs name it. */
export const VIEW_PHRASES = {
  'view.menu': { en: 'View', 'zh-CN': '显示' },
  'view.actualSize': { en: 'Actual Size', 'zh-CN': '实际大小' },
  'view.zoomIn': { en: 'Zoom In', 'zh-CN': '放大' },
  'view.zoomOut': { en: 'Zoom Out', 'zh-CN': '缩小' },
} as const
