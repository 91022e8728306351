/** Completions for bash, zsh and fish, made from the table of commands. */
import { SETTING_KEYS } from '../../core/settings/table'
import { helpIn } from '../../core/words/help-words'
import type { Say } from '../../core/words/say'
import type { CommandKind, ShellName } from '../basics/command'
import { OPTIONS, type Option, type OptionName } from '../basics/options'
import { type Described, type DescribedCommands, optionsOf } from './help'

/** What can be completed behind one word. */
interface Completed {
  readonly kind: string
  readonly words: readonly string[]
  readonly options: readonly OptionName[]
  readonly says: string
}

export function completionScript(shell: ShellName, say: Say, commands: DescribedCommands): string {
  const all = completedIn(say, commands)
  switch (shell) {
    case 'bash':
      return bash(all)
    case 'zsh':
      return zsh(all)
    case 'fish':
      return fish(all)
  }
}

function completedIn(say: Say, commands: DescribedCommands): readonly Completed[] {
  const kinds = Object.keys(commands)
  return Object.entries<Described>(commands).map(([kind, described]) => {
    const [first] = described.lines
    const [says = ''] = first === undefined ? [] : helpIn(say, first[1]).split('\n')
    const words = kind === 'help' ? kinds : (described.words ?? [])
    const options = new Set([...optionsOf(described), 'help' as const])
    return { kind, words, options: [...options], says }
  })
}

function valuesOf(name: string): readonly string[] {
  return name === 'region' ? ['mainland-cn', 'global'] : []
}

function words(list: readonly string[]): string {
  return list.join(' ')
}

function flags(names: readonly OptionName[]): string {
  return words(names.map((name) => `--${name}`))
}

/** Behind `config`, the names of the settings. */
const CONFIG: CommandKind = 'config'
const RUN: CommandKind = 'run'

function bash(all: readonly Completed[]): string {
  return `# bash completion for kimi-proxy
_kimi_proxy() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" command="" word at
  COMPREPLY=()
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$word" in
      --port|-p) ((at++)) ;;
      -*) ;;
      *) command="$word"; break ;;
    esac
  done
  case "$prev" in
${valued()
  .map((name) => `    --${name}) COMPREPLY=($(compgen -W "${words(valuesOf(name))}" -- "$cur")); return ;;`)
  .join('\n')}
  esac
  case "$command" in
    "") COMPREPLY=($(compgen -W "${words(all.map(({ kind }) => kind))} --help --version" -- "$cur")) ;;
${all.map(bashCase).join('\n')}
  esac
}
complete -o default -F _kimi_proxy kimi-proxy`
}

/** The options whose values are known. */
function valued(): readonly string[] {
  return Object.keys(OPTIONS).filter((name) => valuesOf(name).length > 0)
}

function bashCase({ kind, words: next, options }: Completed): string {
  const reply = (list: string) => `COMPREPLY=($(compgen -W "${list}" -- "$cur"))`
  if (kind === RUN) return `    ${kind}) COMPREPLY=($(compgen -W "-- ${flags(options)}" -c -- "$cur")) ;;`
  if (kind === CONFIG) {
    const keys = words(SETTING_KEYS)
    return `    ${kind}) case "$prev" in ${next.join('|')}) ${reply(keys)} ;; ${kind}) ${reply(`${words(next)} ${flags(options)}`)} ;; esac ;;`
  }
  if (next.length === 0) return `    ${kind}) ${reply(flags(options))} ;;`
  const both = `${words(next)} ${flags(options)}`
  return `    ${kind}) if [ "$prev" = ${kind} ]; then ${reply(both)}; else ${reply(flags(options))}; fi ;;`
}

function zsh(all: readonly Completed[]): string {
  const commands = all.map(({ kind, says }) => `    ${quoted(says === '' ? kind : `${kind}:${says}`)}`)
  const cases = all.map(({ kind, words: next, options }) => {
    if (kind === RUN) return `    ${kind}) _command_names -e ;;`
    const rest = `compadd -- ${flags(options)}`
    if (kind === CONFIG) {
      return `    ${kind}) if (( CURRENT == 3 )); then compadd -- ${words(next)}; else compadd -- ${words(SETTING_KEYS)}; fi ;;`
    }
    if (next.length === 0) return `    ${kind}) ${rest} ;;`
    return `    ${kind}) if (( CURRENT == 3 )); then compadd -- ${words(next)}; fi; ${rest} ;;`
  })
  return `#compdef kimi-proxy
_kimi_proxy() {
  local -a commands
  commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    compadd -- --help --version
    return
  fi
  case "\${words[2]}" in
${cases.join('\n')}
  esac
}
compdef _kimi_proxy kimi-proxy`
}

function fish(all: readonly Completed[]): string {
  const lines = all.flatMap(({ kind, words: next, options, says }) => {
    const behind = quoted(`__fish_seen_subcommand_from ${kind}`)
    const lines = options.map((name) => {
      const { type }: Option = OPTIONS[name]
      return `complete -c kimi-proxy -n ${behind} -l ${name}${type === 'string' ? ' -x' : ''}`
    })
    return [
      `complete -c kimi-proxy -n __fish_use_subcommand -a ${kind} -d ${quoted(says)}`,
      ...(next.length === 0 ? [] : [`complete -c kimi-proxy -n ${behind} -a ${quoted(words(next))}`]),
      ...(kind === CONFIG
        ? [
            `complete -c kimi-proxy -n ${quoted(`__fish_seen_subcommand_from ${next.join(' ')}`)} -a ${quoted(words(SETTING_KEYS))}`,
          ]
        : []),
      ...lines,
    ]
  })
  return ['# fish completion for kimi-proxy', 'complete -c kimi-proxy -f', ...lines].join('\n')
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, '’')}'`
}
