import { useMemo } from 'preact/hooks'
import { QR_MARGIN, qrCode, qrPath } from '../electron/core/views/qr-code'

interface Props {
  readonly text: string
  readonly label: string
}

/**
 * A QR code, dark on white in either colour scheme, since phones expect that. Draws nothing for a text that is too long for
 * a code.
 */
export function Qr({ text, label }: Props) {
  const code = useMemo(() => qrCode(text), [text])
  if (code === null) return null
  const size = code.length + 2 * QR_MARGIN
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={qrPath(code)} />
    </svg>
  )
}
