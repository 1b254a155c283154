// What the server knows this browser by, until the rooms of today have ended. Nobody else is told.

const LIFETIME = 12 * 3600; // seconds, as a room's

export default function ({ data }) {
  for (const [name, value] of Object.entries(data)) {
    const age = value ? LIFETIME : 0;
    try {
      document.cookie = `${name}=${value}; Max-Age=${age}; Path=/; SameSite=Strict`;
    } catch {
      // a frame that may keep none: the room is this page's alone
    }
  }
}
