import type { ApiExchange } from './api-exchange'
import type { Plan } from './plan/plan'

const MODELS_PATH = '/coding/v1/models'
const USAGES_PATH = '/coding/v1/usages'
const ME_PATH = '/coding/v1/me'

export function isManagedPath(path: string): boolean {
  return path === MODELS_PATH || path === USAGES_PATH || path === ME_PATH
}

/** Models, quota and profile of the signed-in user, as kimi-code reads them. */
export function answerManaged(exchange: ApiExchange, plan: Plan): void {
  if (exchange.path === MODELS_PATH) exchange.answer(200, models())
  else if (exchange.path === ME_PATH) exchange.answer(200, me())
  else {
    const { status, body, headers } = plan.usages()
    exchange.answer(status, body, headers)
  }
}

function models(): object {
  return {
    object: 'list',
    data: [
      model('kimi-for-coding', 'Kimi for Coding', 262_144),
      model('kimi-for-coding-highspeed', 'Kimi for Coding Highspeed', 262_144),
      model('k3', 'Kimi K3', 1_048_576),
      model('k3-256k', 'Kimi K3 256k', 262_144),
    ],
  }
}

function model(id: string, displayName: string, contextLength: number): object {
  return {
    id,
    object: 'model',
    display_name: displayName,
    context_length: contextLength,
    supports_reasoning: true,
    supports_thinking_type: 'only',
    supports_image_in: true,
    supports_video_in: false,
    supports_tool_use: true,
    think_efforts: { support: true, valid_efforts: ['low', 'high', 'max'], default_effort: 'high' },
    protocol: 'anthropic',
  }
}

function me(): object {
  return {
    user_id: 'sim-user',
    nickname: 'Simulated User',
    region: 'mainland-cn',
    user_level_name: 'Moderato',
    phone: '138****0000',
    email: 's***@example.com',
  }
}
