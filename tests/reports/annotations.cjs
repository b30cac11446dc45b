// Our annotations, read as GitHub's runner does, and written again by its own library:
// annotations.cjs FOLDER_OF_THE_PACKAGE FILE...; what comes back must be the file itself.
const fs = require('fs')
const os = require('os')
const path = require('path')

const [folder, ...files] = process.argv.slice(2)
const { issueCommand } = require(path.join(folder, 'lib', 'command.js'))

const unescaped = (text, pairs) =>
  pairs.reduce((left, [code, character]) => left.replaceAll(code, character), text)
const data = [['%0D', '\r'], ['%0A', '\n'], ['%25', '%']]
const property = [['%3A', ':'], ['%2C', ','], ...data]

function written(command, properties, message) {
  const write = process.stdout.write
  let text = ''
  process.stdout.write = (part) => { text += part; return true }
  try {
    issueCommand(command, properties, message)
  } finally {
    process.stdout.write = write
  }
  return text.replaceAll(os.EOL, '\n')
}

for (const file of files) {
  const text = fs.readFileSync(file, 'utf8')
  const again = text.split('\n').slice(0, -1).map((line) => {
    const [, command, title, message] = /^::(error|warning|notice) title=([^:,]*)::(.*)$/.exec(line)
    return written(command, { title: unescaped(title, property) }, unescaped(message, data))
  }).join('')
  if (again !== text) {
    console.error(`${file}: GitHub's library would write\n${again}`)
    process.exit(1)
  }
}
