import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import type { Language } from '../../contract/app'
import type { Command } from '../../contract/commands'
import { choose } from '../../testing/electron/tray-fakes'
import { appMenuTemplate } from './app-menu'

function bench(language: Language = 'en') {
  const commands: Command[] = []
  const zooms: string[] = []
  const menus = appMenuTemplate(
    language,
    (command) => commands.push(command),
    (step) => zooms.push(step),
  )
  const items = menus.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  const labelled = (label: string): MenuItemConstructorOptions => {
    const item = items.find((candidate) => candidate.label === label)
    if (item === undefined) throw new Error(`no "${label}"`)
    return item
  }
  return { commands, zooms, menus, items, labelled }
}

describe('the application menu', () => {
  test('brings undo, cut, copy and paste to macOS, which takes them from this menu', () => {
    const { menus } = bench()
    const edit = menus.find(({ label }) => label === 'Edit')?.submenu
    const roles = Array.isArray(edit) ? edit.flatMap(({ role }) => (role === undefined ? [] : [role])) : []
    expect(roles).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'])
  })

  test('quits through the app, which lets answers end, and not through the system', () => {
    const { labelled, items, commands } = bench()
    const quit = labelled('Quit Kimi Proxy')
    expect(quit.accelerator).toBe('CommandOrControl+Q')
    expect(items.map(({ role }) => role)).not.toContain('quit')
    choose(quit)
    expect(commands).toEqual([{ kind: 'quit' }])
  })

  test('closes the window by its usual key', () => {
    const { items } = bench()
    expect(items.find(({ role }) => role === 'close')).toMatchObject({ accelerator: 'CommandOrControl+W' })
  })

  test('leads to the settings and to About', () => {
    const { labelled, commands } = bench()
    expect(labelled('Settings…').accelerator).toBe('CommandOrControl+,')
    choose(labelled('Settings…'))
    choose(labelled('About Kimi Proxy'))
    expect(commands).toEqual([{ kind: 'openWindow', face: 'settings' }, { kind: 'about' }])
  })

  test('shows the page larger and smaller', () => {
    const { labelled, zooms } = bench()
    expect(labelled('Zoom In').accelerator).toBe('CommandOrControl+Plus')
    for (const label of ['Zoom In', 'Zoom Out', 'Actual Size']) choose(labelled(label))
    expect(zooms).toEqual(['in', 'out', 'reset'])
  })

  test('opens no developer tools and reloads nothing', () => {
    const roles = bench().items.map(({ role }) => role)
    for (const role of ['toggleDevTools', 'reload', 'forceReload', 'viewMenu']) {
      expect(roles).not.toContain(role)
    }
  })

  test('is the same in both languages except for its words', () => {
    const english = bench('en')
    const chinese = bench('zh-CN')
    const shape = ({ items }: typeof english) =>
      items.map(({ role, type, accelerator }) => [role, type, accelerator])
    expect(shape(chinese)).toEqual(shape(english))
    const words = [...chinese.menus.slice(1), ...chinese.items].flatMap(({ label }) => label ?? [])
    expect(words).toContain('拷贝')
    expect(words.filter((label) => !/[\u4e00-\u9fff]/.test(label))).toEqual([])
  })
})
