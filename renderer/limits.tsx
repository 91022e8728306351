import type { LimitsView, LimitView } from '../electron/core/views/window/limits'

/** What is left of the plan's limits. A screen reader finds a meter for each, with its name and its value in words. */
export function Limits({ view }: { readonly view: LimitsView }) {
  return (
    <section aria-label={view.heading}>
      <ul class="group limits">
        {view.limits.map((limit) => (
          <Limit key={limit.name} view={limit} />
        ))}
        {view.note !== null && (
          <li class="row">
            <span>{view.heading}</span>
            <span class="value">{view.note}</span>
          </li>
        )}
      </ul>
    </section>
  )
}

function Limit({ view }: { readonly view: LimitView }) {
  const { name, value, times, pace, bar, isOld, spoken } = view
  return (
    <li class={isOld ? 'limit old' : 'limit'}>
      {/* The meter says the same, all at once. */}
      <div class="limit-line" aria-hidden={bar !== null}>
        <span>{name}</span>
        <span class="value">{value}</span>
      </div>
      {bar !== null && (
        <meter
          class={bar.nearness}
          min={0}
          max={100}
          value={bar.percent}
          aria-label={name}
          aria-valuetext={spoken}
        />
      )}
      {times !== null && (
        <p class="limit-note" aria-hidden={bar !== null}>
          {times}
        </p>
      )}
      {pace !== null && <p class="limit-note">{pace}</p>}
    </li>
  )
}
