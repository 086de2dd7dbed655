/**
 * One page's talk with a server, written down: node sequence.mjs ADDRESS TRANSPORTS, with "websocket", "polling" or "polling,websocket".
 * Each line of the output is what was heard, as JSON; what differs each time (ids, times) is a star.
 */
import { io } from "socket.io-client";

const CLIENTS = 10;
const [address, transports] = process.argv.slice(2);
const heard = [];
const volatile = /(?<="timestamp":)\d+(\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?/g;

function open(origin = "http://localhost:9090") {
  return io(address, {
    transports: transports.split(","), withCredentials: true, reconnection: false, forceNew: true, autoConnect: false, extraHeaders: { Origin: origin },
  });
}

function note(...what) {
  heard.push(JSON.stringify(what).replace(volatile, "*"));
}

const once = (emitter, event) => new Promise(resolve => { emitter.once(event, resolve); });

/** Resolves with null once it is connected, else with the reason why not. */
function connect(socket) {
  const connected = Promise.race([once(socket, "connect").then(() => null), once(socket, "connect_error")]);
  socket.connect();
  return connected;
}

/** Those who were here before may not be gone yet: then it is begun anew. */
async function talk() {
  heard.length = 0;
  const socket = open();
  socket.onAny((name, ...payload) => note(name, ...payload));
  socket.on("connect", () => note("connect", socket.connected, typeof socket.id));
  socket.on("disconnect", reason => note("disconnect", reason));
  const upgraded = new Promise(resolve => {
    socket.io.on("open", () => {
      const { engine } = socket.io;
      note("transport", engine.transport.name, engine.upgrades);
      engine.once("upgrade", transport => resolve(transport.name));
    });
  });
  if (await connect(socket) !== null) {
    socket.disconnect();
    return talk();
  }
  if (transports.includes(",")) note("upgrade", await upgraded);

  await ask(socket, "pong", "ping");
  await ask(socket, "status_response", "request_status", {});
  await ask(socket, "status_response", "request_status", { job_id: "job_0" });
  await ask(socket, "status_response", "request_status", { job_id: null });
  note("acknowledged", ...await acknowledged(socket, "request_status", {}));
  note("acknowledged", ...await acknowledged(socket, "ping"));
  socket.emit("no_such_event", 1, () => note("a handler that is not there answered"));
  socket.emit("no_such_event", new Uint8Array([1, 2, 3]));
  await ask(socket, "pong", "ping");
  socket.disconnect();
  note("connected", socket.connected);
  return undefined;
}

async function ask(socket, answer, ...question) {
  const answered = once(socket, answer);
  socket.emit(...question);
  await answered;
}

/** With the answer, if the event has one, which may come before or after. */
function acknowledged(socket, ...question) {
  return new Promise(resolve => { socket.emit(...question, (...payload) => resolve(payload)); });
}

async function refusals() {
  const foreign = open("http://evil.example");
  const error = await connect(foreign);
  note("foreign origin", error.message, error.type);
  foreign.disconnect();

  const strange = open().io.socket("/strange");
  note("unknown namespace", (await connect(strange)).message);
  strange.io._close();
}

/** Ten, and one too many. A place is free only a moment after its client has left; and now and then legacy forgets clients that it has (Q20). */
async function limit() {
  const clients = [];
  let refusal = null;
  while (refusal === null || clients.length < CLIENTS) {
    const client = open();
    refusal = await connect(client);
    if (refusal === null) clients.push(client);
    else client.disconnect();
  }

  note("one client too many", refusal.message, refusal.data ?? null);
  clients.forEach(client => client.disconnect());
}

await talk();
await refusals();
await limit();
console.log(heard.join("\n"));
process.exit(0);
