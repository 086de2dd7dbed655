/** How long the server's last answers took. */
const KEPT = 20;
const times = [];

export function noteAnswer(milliseconds) {
  times.push(milliseconds);
  if (times.length > KEPT) times.shift();
}

export const meanAnswerTime = () => (times.length ? times.reduce((sum, time) => sum + time, 0) / times.length : null);
