import { closeChromium } from './support/chromium.ts'
import { stopSites } from './support/sites.ts'

after(closeChromium)
after(stopSites)
