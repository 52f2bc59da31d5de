import { endStore } from './store.ts'

after(endStore)
