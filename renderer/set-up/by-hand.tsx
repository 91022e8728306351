import type { ByHandView } from '../../electron/core/views/window/claude'
import { ActionButton } from '../action-button'
import type { Runner } from '../runner'

interface Props {
  readonly view: ByHandView
  readonly runner: Runner
}

/** What leads a program to this proxy, to be copied. */
export function ByHand({ view, runner }: Props) {
  return (
    <section aria-labelledby="by-hand">
      <h2 id="by-hand">{view.heading}</h2>
      <div class="group">
        <div class="row">
          <span class="label">{view.baseUrlLabel}</span>
          <code class="url">{view.baseUrl}</code>
          <ActionButton view={view.copyBaseUrl} runner={runner} />
        </div>
        <div class="row stacked">
          <span class="label">{view.settingsLabel}</span>
          <div class="actions">
            {view.copySettings.map((action) => (
              <ActionButton key={action.spoken} view={action} runner={runner} />
            ))}
          </div>
        </div>
      </div>
    </section>
  )
}
