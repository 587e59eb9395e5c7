import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** The server's end of a WebSocket (RFC 6455): whole text messages, ping and close, as Socket Mode needs them. */
export interface Peer {
  /** The peer's text messages; ends when the connection does, however it ends. */
  readonly messages: AsyncIterable<string>
  send(text: string): void
  /** Cuts the connection without a close frame, as a network does. */
  cut(): void
}

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const [TEXT, CLOSE, PING, PONG] = [0x1, 0x8, 0x9, 0xa]

/** Completes the handshake of an HTTP upgrade. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex): Peer {
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64')
  const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade']
  socket.write(`${[...lines, `Sec-WebSocket-Accept: ${key}`].join('\r\n')}\r\n\r\n`)
  socket.on('error', () => socket.destroy()) // a cut connection is an end like any other here
  return {
    messages: readMessages(socket),
    send: (text) => void socket.write(frame(TEXT, Buffer.from(text))),
    cut: () => void socket.destroy(),
  }
}

async function* readMessages(socket: Duplex): AsyncGenerator<string> {
  let pending: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksOf(socket)) {
    pending = Buffer.concat([pending, chunk])
    for (let read = readFrame(pending); read; read = readFrame(pending)) {
      pending = pending.subarray(read.size)
      if (read.opcode === TEXT) yield read.payload.toString()
      else if (read.opcode === PING) socket.write(frame(PONG, read.payload))
      else if (read.opcode === CLOSE) socket.end(frame(CLOSE, read.payload))
      else if (read.opcode !== PONG)
        throw new Error(`A WebSocket frame of kind ${read.opcode} is not read here`)
    }
  }
}

async function* chunksOf(socket: Duplex): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of socket) yield chunk
  } catch {
    return // cut: the iteration ends as it does after a close frame
  }
}

interface Frame {
  readonly opcode: number
  readonly payload: Buffer
  readonly size: number
}

/** The first frame of a buffer, unmasked; undefined while it is not all there. */
function readFrame(buffer: Buffer): Frame | undefined {
  if (buffer.length < 2) return undefined
  const short = buffer.readUInt8(1) & 0x7f
  const start = 2 + (short === 126 ? 2 : short === 127 ? 8 : 0)
  if (buffer.length < start + 4) return undefined
  const length =
    start === 2 ? short : start === 4 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2))
  const size = start + 4 + length
  if (buffer.length < size) return undefined
  const mask = buffer.subarray(start, start + 4)
  const payload = Buffer.from(buffer.subarray(start + 4, size)).map((byte, i) => byte ^ mask.readUInt8(i % 4))
  return { opcode: buffer.readUInt8(0) & 0x0f, payload: Buffer.from(payload), size }
}

function frame(opcode: number, payload: Buffer): Buffer {
  return Buffer.concat([head(opcode, payload.length), payload])
}

function head(opcode: number, length: number): Buffer {
  const first = 0x80 | opcode
  if (length < 126) return Buffer.from([first, length])
  const long = length > 0xffff
  const bytes = Buffer.alloc(long ? 10 : 4)
  bytes.writeUInt8(first, 0)
  bytes.writeUInt8(long ? 127 : 126, 1)
  if (long) bytes.writeBigUInt64BE(BigInt(length), 2)
  else bytes.writeUInt16BE(length, 2)
  return bytes
}
