/** The success answer of the token endpoint, as it travels. */
export interface TokenAnswer {
  access_token: string
  refresh_token: string
  /** Seconds. */
  expires_in: number
  scope: 'kimi-code'
  token_type: 'Bearer'
}

/** What both Kimi CLIs keep on disk. */
export interface CredentialFile extends TokenAnswer {
  /** Whole unix seconds, rounded down. */
  expires_at: number
}

/** The file a CLI would write on receiving `answer` at `nowMs`, its keys in kimi-code's order. */
export function credentialFile(answer: TokenAnswer, nowMs: number): CredentialFile {
  const { access_token, refresh_token, expires_in, scope, token_type } = answer
  const expires_at = Math.floor(nowMs / 1000 + expires_in)
  return { access_token, refresh_token, expires_at, scope, token_type, expires_in }
}
