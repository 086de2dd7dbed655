/** The few frames of Engine.IO 4 and Socket.IO 5 that the page needs, over a direct WebSocket. */
const SHORTEST_PAUSE = 1500;
const LONGEST_PAUSE = 8000;

export class LiveSocket {
  #socket = null;

  #pause = SHORTEST_PAUSE;

  /** handlers: connected(), disconnected(), event(name, payload) */
  constructor(handlers) {
    this.handlers = handlers;
    this.#open();
  }

  emit(name, payload) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(`42${JSON.stringify([name, payload])}`);
  }

  #open() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = new WebSocket(`${scheme}://${location.host}/socket.io/?EIO=4&transport=websocket`);
    this.#socket.onmessage = ({ data }) => this.#receive(String(data));
    this.#socket.onclose = () => {
      this.handlers.disconnected();
      setTimeout(() => this.#open(), this.#pause);
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    };
  }

  #receive(frame) {
    if (frame[0] === "0") this.#socket.send("40");
    else if (frame === "2") this.#socket.send("3");
    else if (frame.startsWith("40")) {
      this.#pause = SHORTEST_PAUSE;
      this.handlers.connected();
    } else if (frame.startsWith("42")) this.handlers.event(...JSON.parse(frame.slice(2)));
    else if (frame.startsWith("44")) this.#socket.close();
  }
}
