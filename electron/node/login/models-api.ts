/** Which models a login may use: Kimi's `GET /v1/models`. */
import type { Secret } from '../../core/basics/secret'
import { type KimiModel, modelsIn } from '../../core/settings/models'
import { getJson, type KimiHost } from '../network/kimi-request'

/** Null where Kimi does not tell, for whatever reason. */
export async function readModels(host: KimiHost, accessToken: Secret): Promise<readonly KimiModel[] | null> {
  try {
    const authorization = `Bearer ${accessToken.reveal()}`
    const { status, body } = await getJson(host, '/v1/models', { authorization })
    return status === 200 ? modelsIn(JSON.parse(body)) : null
  } catch {
    return null
  }
}
