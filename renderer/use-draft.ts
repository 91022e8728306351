/**
 * Text typed into Settings and not saved yet. This draft is kept above the faces, so that neither a new state nor a look
 * at Status loses it.
 */
import { useLayoutEffect, useState } from 'preact/hooks'
import type { AppState } from '../electron/contract/app'
import type { Problem } from '../electron/contract/problem'
import type { FieldName } from '../electron/contract/settings'
import {
  type Draft,
  type DraftVerdict,
  type FieldComplaint,
  fieldComplaint,
  judgeDraft,
  settingText,
  withoutSaved,
} from '../electron/core/views/window/draft'

/** A field whose value the app refused. */
export interface DraftRefusal {
  readonly field: FieldName
  readonly problem: Problem
}

export interface DraftKeeper {
  readonly verdict: DraftVerdict
  /** The mistake to show, and at which field; null until the person has tried to save. */
  readonly complaint: FieldComplaint | null
  textOf(name: FieldName): string
  type(name: FieldName, text: string): void
  /** Call after an attempt to save: from then on mistakes are shown. `refusal`: the field that the app refused, if any. */
  tried(refusal: DraftRefusal | null): void
}

export function useDraft(state: AppState): DraftKeeper {
  const { settings } = state
  const [draft, setDraft] = useState<Draft>({})
  const [attempted, setAttempted] = useState(false)
  const [refusal, setRefusal] = useState<DraftRefusal | null>(null)
  const shown = JSON.stringify(settings)
  useLayoutEffect(() => setDraft((typed) => withoutSaved(settings, typed)), [shown])
  const verdict = judgeDraft(state, draft)
  return {
    verdict,
    complaint: complaintOf(state, verdict, attempted, refusal),
    textOf: (name) => draft[name] ?? settingText(settings, name),
    type: (name, text) => {
      setDraft((typed) => ({ ...typed, [name]: text }))
      setRefusal((former) => (former?.field === name ? null : former))
    },
    tried: (problem) => {
      setAttempted(true)
      setRefusal(problem)
    },
  }
}

function complaintOf(
  state: AppState,
  verdict: DraftVerdict,
  attempted: boolean,
  refusal: DraftRefusal | null,
): FieldComplaint | null {
  if (attempted && verdict.kind === 'invalid') return verdict.complaint
  return refusal === null ? null : fieldComplaint(state, refusal.field, refusal.problem)
}
