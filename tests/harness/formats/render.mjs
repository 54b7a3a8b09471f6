// node render.mjs FORMATTER MESSAGES PAGE: what @cucumber/html-formatter makes of a file of messages.
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { pathToFileURL } from 'node:url'

const [formatter, messages, page] = process.argv.slice(2)
const { CucumberHtmlStream } = await import(pathToFileURL(formatter))

async function* envelopes() {
  for await (const line of createInterface({ input: createReadStream(messages), crlfDelay: Infinity })) {
    yield JSON.parse(line)
  }
}

await pipeline(Readable.from(envelopes()), new CucumberHtmlStream(), createWriteStream(page))
