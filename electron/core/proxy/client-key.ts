/** The keys that a client shows: in `x-api-key`, and as a bearer in `authorization` (Anthropic's and OpenAI's clients). Pure. */

/** `fields`: the values of every field of that name, as sent. Claude Code's apiKeyHelper sends its key in both. */
export function shownKeys(fields: {
  readonly apiKey: readonly string[]
  readonly authorization: readonly string[]
}): readonly string[] {
  const bearers = fields.authorization.map((value) => /^\s*bearer\s+(\S+)\s*$/i.exec(value)?.[1] ?? '')
  return [...fields.apiKey.map((value) => value.trim()), ...bearers].filter((key) => key !== '')
}
