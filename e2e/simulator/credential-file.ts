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

/** The file a CLI would write on receiving `answer` at `nowMs`. */
export function credentialFile(answer: TokenAnswer, nowMs: number): CredentialFile {
  return { ...answer, expires_at: Math.floor(nowMs / 1000 + answer.expires_in) }
}
