/** The bridge, and the second of the two files that take values from electron. Bundled into one CommonJS file. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron'
import type { AppState } from './contract/app'
import { CHANNELS, type KimiBridge } from './contract/bridge'

const bridge: KimiBridge = {
  hello: () => ipcRenderer.invoke(CHANNELS.hello),
  command: (command) => ipcRenderer.invoke(CHANNELS.command, command),
  fit: (heightPx) => ipcRenderer.invoke(CHANNELS.fit, heightPx),
  requests: (after) => ipcRenderer.invoke(CHANNELS.requests, after),
  onState(listener) {
    const forward = (_event: IpcRendererEvent, state: AppState) => listener(state)
    ipcRenderer.on(CHANNELS.state, forward)
    return () => {
      ipcRenderer.off(CHANNELS.state, forward)
    }
  },
}

contextBridge.exposeInMainWorld('kimi', bridge)
