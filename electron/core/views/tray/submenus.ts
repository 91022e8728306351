/** The submenus of the tray's menu: whose account it is, and what is needed rarely. Pure. */
import type { AppState, CommandLink } from '../../../contract/app'
import type { Phase } from '../../app/phase'
import type { Say } from '../../words/say'
import { accountLine, loginWords } from '../status-lines'
import { type MenuEntry, menuItem, menuText, SEPARATOR } from './menu-entry'

/** None where there is nothing to say of an account and nothing to do with it. */
export function accountMenu(state: AppState, phase: Phase, say: Say): MenuEntry[] {
  const { login } = state.engine
  const isOurs = state.serving.kind === 'serving'
  const source =
    isOurs && login.kind === 'signedIn' ? [menuText('login', loginWords(login.source.owner, say))] : []
  const entries = [...source, ...loginItems(state, phase, say)]
  return entries.length === 0
    ? []
    : [
        {
          kind: 'submenu',
          id: 'account',
          label: accountLine(state.engine, say) ?? say('tray.account'),
          entries,
        },
      ]
}

/** With a shared login, the item that signs in to one of our own; with our own login, the item that signs out of it. */
function loginItems({ engine }: AppState, phase: Phase, say: Say): MenuEntry[] {
  const { login, logins } = engine
  if (logins.some(({ source }) => source.owner === 'own')) {
    return [menuItem('signOut', say('do.signOut'), { kind: 'signOut' })]
  }
  const isShared =
    login.kind === 'signedIn' && (login.source.owner === 'kimi-code' || login.source.owner === 'kimi-cli')
  return isShared && phase !== 'signIn' ? [menuItem('signInOwn', say('signIn.own'), { kind: 'signIn' })] : []
}

export function helpMenu(state: AppState, phase: Phase, say: Say): MenuEntry {
  const releases =
    state.releasesPage === '' ? [] : [menuItem('releases', say('do.openReleases'), { kind: 'openReleases' })]
  const entries = [
    menuItem('doctor', say('tray.doctor'), { kind: 'openWindow', face: 'doctor' }),
    menuItem('refresh', say('do.refresh'), { kind: 'refresh' }, { enabled: canRefresh(phase) }),
    menuItem('openLog', say('do.openLog'), { kind: 'openLog' }),
    SEPARATOR,
    menuItem('copySettings', say('do.copySettings'), { kind: 'copySettings', form: 'shell' }),
    commandItem(state.commandLink, say),
    SEPARATOR,
    ...releases,
    menuItem('about', say('do.about'), { kind: 'about' }),
  ]
  return { kind: 'submenu', id: 'help', label: say('tray.help'), entries }
}

function canRefresh(phase: Phase): boolean {
  switch (phase) {
    case 'running':
    case 'expiring':
    case 'limited':
    case 'trouble':
      return true
    // A login that has ended cannot be renewed.
    case 'signIn':
    case 'refreshing':
    case 'starting':
    case 'looking':
    case 'off':
    case 'draining':
    case 'backingOff':
    case 'portTaken':
    case 'gaveUp':
    case 'cannotStart':
    case 'elsewhere':
    case 'elsewhereHung':
      return false
  }
}

function commandItem(link: CommandLink, say: Say): MenuEntry {
  switch (link.kind) {
    case 'installed':
      return menuItem('commandLink', say('do.removeCommand'), { kind: 'removeCommand' })
    case 'absent':
    case 'outdated':
    case 'foreign':
    case 'blocked':
      return menuItem('commandLink', say('do.installCommand'), { kind: 'installCommand' })
    case 'unavailable':
      return menuText('commandLink', say(COMMAND_UNAVAILABLE[link.reason]))
  }
}

const COMMAND_UNAVAILABLE = {
  development: 'command.menuDevelopment',
  translocated: 'command.menuTranslocated',
  package: 'command.menuPackage',
} as const
