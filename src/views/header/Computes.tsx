import { useStore } from '../../store/store.ts'
import { Icon } from '../shared/Icon.tsx'

/** The device that computes, and the reason for it. */
export function Computes() {
  const device = useStore((state) => state.device)
  if (!device) return null
  return (
    <>
      <button className="plain computes" popoverTarget="why-this-device" title={device.because}>
        <Icon name="chip" />
        <span className="clipped">{device.name}</span>
      </button>
      <div id="why-this-device" className="popover why-device" popover="auto">
        <p>
          <strong>{device.name}</strong> {device.kind === 'webgpu' ? 'through WebGPU' : 'through WebAssembly'}
        </p>
        <p className="soft">{device.because}</p>
      </div>
    </>
  )
}
