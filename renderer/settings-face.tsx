import type { LanguageView, SettingsView } from '../electron/core/views/window-settings'
import { ActionButton } from './action-button'
import { Heading } from './heading'
import type { Runner } from './runner'
import { SettingsForm } from './settings-form'
import { SwitchRow } from './switch-row'
import type { DraftKeeper } from './use-draft'

interface Props {
  readonly view: SettingsView
  readonly runner: Runner
  readonly keeper: DraftKeeper
}

export function SettingsFace({ view, runner, keeper }: Props) {
  return (
    <>
      <Heading>{view.heading}</Heading>
      <section aria-labelledby="general">
        <h2 id="general">{view.generalHeading}</h2>
        <div class="group">
          {view.switches.map((item) => (
            <SwitchRow key={item.name} view={item} runner={runner} />
          ))}
          <LanguageRow view={view.language} runner={runner} />
        </div>
      </section>
      <SettingsForm view={view} runner={runner} keeper={keeper} />
      <section aria-labelledby="help">
        <h2 id="help">{view.helpHeading}</h2>
        <div class="group">
          <div class="row stacked">
            <span class="label">{view.version}</span>
            <div class="actions">
              {view.help.map((action) => (
                <ActionButton key={action.command.kind} view={action} runner={runner} />
              ))}
            </div>
          </div>
        </div>
      </section>
    </>
  )
}

function LanguageRow({ view, runner }: { readonly view: LanguageView; readonly runner: Runner }) {
  const choose = (value: string) => {
    const chosen = view.options.find((option) => option.value === value)
    if (chosen === undefined) return
    runner.run({ kind: 'setPreferences', changes: { language: chosen.value } }).catch(() => undefined)
  }
  return (
    <div class="row">
      <label class="label" for="language">
        {view.label}
      </label>
      <select id="language" value={view.value} onChange={(event) => choose(event.currentTarget.value)}>
        {view.options.map(({ value, label }) => (
          <option key={value} value={value} lang={value === 'system' ? undefined : value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}
