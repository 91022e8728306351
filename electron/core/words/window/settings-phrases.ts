/** What the Settings face says of saving. */
export const SETTINGS_PHRASES = {
  'settings.advanced': { en: 'Advanced', 'zh-CN': '高级' },
  'settings.atOnce': { en: 'Changes are saved right away.', 'zh-CN': '更改会立即保存。' },
  'settings.saved': { en: 'Saved: {name}', 'zh-CN': '已保存：{name}' },
  'settings.undo': { en: 'Undo', 'zh-CN': '撤销' },
  'settings.undoSpoken': { en: 'Undo: {name}', 'zh-CN': '撤销：{name}' },
  'settings.declined': {
    en: 'Not saved, so that requests can finish. Leave this field once more to save it.',
    'zh-CN': '为不中断请求，尚未保存。再次离开此栏即可保存。',
  },
} as const
