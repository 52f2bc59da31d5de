// A shop that has its support section inside itself. From the project's folder: npm run example
import { createCandor } from 'candor'
import { createShop } from './shop.js'

const port = Number(process.argv[2] ?? 8080)
const { app, start } = await createShop({ createCandor, origin: `http://localhost:${port}` })
app.listen(port, '127.0.0.1', () => {
  start()
  console.log(`The shop is at http://localhost:${port}, its support section at http://localhost:${port}/support`)
})
