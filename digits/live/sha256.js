// SHA-256 as FIPS 180-4 defines it. The browser's own is missing where the page comes over http from a local network.

const BLOCK_BYTES = 64;
const ROUNDS = 64;
const LENGTH_BYTES = 8;

function isPrime(number) {
  for (let divisor = 2; divisor < number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

const PRIMES = Array.from({ length: 312 }, (_, i) => i + 2).filter(isPrime).slice(0, ROUNDS);
const fraction = (number) => Math.floor((number % 1) * 2 ** 32); // its first 32 bits
const START = Int32Array.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const ROUND_CONSTANTS = Int32Array.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));

// Return the digest of bytes in hexadecimal.
export function sha256(bytes) {
  const message = withLength(bytes);
  const state = Int32Array.from(START);
  const schedule = new Int32Array(ROUNDS);
  for (let start = 0; start < message.byteLength; start += BLOCK_BYTES) {
    expand(message, start, schedule);
    mix(state, schedule);
  }
  return [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

// Return bytes with a bit that ends them and their length in bits, in whole blocks.
function withLength(bytes) {
  const blocks = Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
  const message = new Uint8Array(blocks * BLOCK_BYTES);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(message.length - LENGTH_BYTES, BigInt(bytes.length) * 8n);
  return view;
}

const turned = (word, bits) => (word >>> bits) | (word << (32 - bits));

function expand(message, start, words) {
  for (let i = 0; i < 16; i += 1) words[i] = message.getInt32(start + i * 4);
  for (let i = 16; i < ROUNDS; i += 1) {
    const [early, late] = [words[i - 15], words[i - 2]];
    const first = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const second = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16] + first + words[i - 7] + second;
  }
}

function mix(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < ROUNDS; i += 1) {
    const chosen = (e & f) ^ (~e & g);
    const added = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + ROUND_CONSTANTS[i] + words[i];
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const sum = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + added) | 0, c, b, a, (added + sum) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
}
