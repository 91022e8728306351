import type { ClaudeCodeView } from '../electron/core/views/window/status'
import { ActionButton } from './action-button'
import type { Runner } from './runner'

interface Props {
  readonly view: ClaudeCodeView
  readonly runner: Runner
}

/** The settings that lead Claude Code to this proxy, to be copied. */
export function ClaudeCode({ view, runner }: Props) {
  return (
    <section aria-labelledby="claude-code">
      <h2 id="claude-code">{view.heading}</h2>
      <div class="group">
        {view.stale !== null && <p class="row stale">{view.stale}</p>}
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
