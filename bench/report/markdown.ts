/** The result as a page of Markdown. */
import { GOAL_IDS, GOALS, type Goal, type Verdict, verdictOn } from '../goals'
import { addedIn, ROW_IDS, ROWS, type Row, type RowId, type Table, valueIn } from '../rows'
import { TARGETS, type TargetName } from '../targets'
import { figure, withUnit } from './figures'
import type { Run } from './run'

const MARKS: Readonly<Record<Verdict, string>> = {
  aim: '✔ aim',
  must: '✔ must',
  missed: '✘',
  unknown: 'not measured',
}

const COLUMNS: Readonly<Record<TargetName, string>> = {
  direct: 'direct',
  nginx: 'nginx',
  bare: 'bare http-proxy',
  before: 'another build',
  ours: 'Kimi Proxy',
}

export function markdownOf(run: Run): string {
  const times = run.runs === 1 ? 'one run' : `the median of ${run.runs} runs`
  return `${[
    '# How fast',
    '',
    `Measured on ${run.date.slice(0, 10)}, ${times} (${run.scale}) of commit ${run.commit}, on ${run.machine}.`,
    ...run.notes.map((note) => `${note}`),
    '',
    '## Goals',
    '',
    'Each is a figure within one run. Anybody can repeat it: `npm run bench -- --full`.',
    '',
    ...goalLines(run),
    '',
    '## Rows',
    '',
    'The targets take turns in rounds; a figure is the median of its rounds. In brackets: what is added to direct. Rows with ~',
    'move by a third and more when the machine does anything else.',
    '',
    ...rowLines(run.rows),
  ].join('\n')}\n`
}

function goalLines({ goals, scale }: Run): string[] {
  // A full run must show every goal. Any other run leaves out those that it did not measure.
  const shown = GOAL_IDS.filter((id) => scale === 'full' || goals[id] !== null)
  const lines = shown.map((id) => {
    const goal: Goal = GOALS[id]
    const value = goals[id]
    return `| ${goal.title} | ${value === null ? '' : withUnit(value, goal.unit)} | ${bound(goal, goal.must)} | ${bound(goal, goal.aim)} | ${MARKS[verdictOn(goal, value)]} |`
  })
  return ['| Goal | Measured | Must | Aim | |', '| --- | ---: | ---: | ---: | --- |', ...lines]
}

function bound({ better, unit }: Goal, value: number): string {
  return `${better === 'lower' ? '≤' : '≥'} ${withUnit(value, unit)}`
}

function rowLines(table: Table): string[] {
  const isCompared = ROW_IDS.some((id) => table[id]?.before !== undefined)
  const targets = TARGETS.filter((target) => target !== 'before' || isCompared)
  const lines = ROW_IDS.filter((id) => table[id] !== undefined).map((id) => {
    const row: Row = ROWS[id]
    const title = `${row.title}${row.unit === '' ? '' : `, ${row.unit}`}${row.isNoisy === true ? ' ~' : ''}`
    return `| ${title} | ${targets.map((target) => cell(table, id, target)).join(' | ')} |`
  })
  const heads = targets.map((target) => COLUMNS[target])
  return [`| | ${heads.join(' | ')} |`, `| --- |${' ---: |'.repeat(heads.length)}`, ...lines]
}

function cell(table: Table, id: RowId, target: TargetName): string {
  const row: Row = ROWS[id]
  const value = valueIn(table, id, target)
  if (value === null) return ''
  const added = row.isDelay === true && target !== 'direct' ? addedIn(table, id, target) : null
  if (added === null) return figure(value)
  return `${figure(value)} (${added < 0 ? '−' : '+'}${figure(Math.abs(added))})`
}
