import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { restore } from './store/commands.ts'
import { App } from './views/App.tsx'
import './views/styles/index.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
void restore()
