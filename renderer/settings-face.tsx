import type { ChoiceView } from '../electron/core/views/window/choices'
import type { SavedView, SettingsView } from '../electron/core/views/window/settings'
import { ActionButton } from './action-button'
import { Advanced, type Disclosure } from './advanced'
import { Glyph } from './glyph'
import { Heading } from './heading'
import type { Runner } from './runner'
import { SwitchRow } from './switch-row'
import type { DraftKeeper } from './use-draft'

interface Props {
  readonly view: SettingsView
  readonly runner: Runner
  readonly keeper: DraftKeeper
  readonly disclosure: Disclosure
}

export function SettingsFace({ view, runner, keeper, disclosure }: Props) {
  return (
    <>
      <Heading>{view.heading}</Heading>
      <section aria-labelledby="general">
        <h2 id="general">{view.generalHeading}</h2>
        <div class="group">
          {view.switches.map((item) => (
            <SwitchRow key={item.name} view={item} runner={runner} />
          ))}
          {view.choices.map((choice) => (
            <ChoiceRow key={choice.name} view={choice} runner={runner} />
          ))}
        </div>
      </section>
      <Advanced view={view.advanced} keeper={keeper} disclosure={disclosure} />
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
      <Saved view={view.saved} runner={runner} />
    </>
  )
}

/** Always there and always as high, so that nothing moves under a click that saves a field by leaving it. */
function Saved({ view, runner }: { readonly view: SavedView; readonly runner: Runner }) {
  return (
    <div class="saved">
      {view.undo !== null && <Glyph shape="check" />}
      <p>{view.text}</p>
      {view.undo !== null && <ActionButton view={view.undo} runner={runner} />}
    </div>
  )
}

function ChoiceRow({ view, runner }: { readonly view: ChoiceView; readonly runner: Runner }) {
  const choose = (value: string) => {
    const chosen = view.options.find((option) => option.value === value)
    if (chosen !== undefined) runner.run(chosen.command).catch(() => undefined)
  }
  const id = `choice-${view.name}`
  return (
    <div class="row">
      <label class="label" for={id}>
        {view.label}
      </label>
      {view.locked !== null && (
        <span class="hint" id={`${id}-locked`}>
          {view.locked}
        </span>
      )}
      <select
        id={id}
        value={view.value}
        disabled={view.locked !== null}
        aria-describedby={view.locked === null ? undefined : `${id}-locked`}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {view.options.map(({ value, label, lang }) => (
          <option key={value} value={value} lang={lang ?? undefined}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}
