// What one tab of this browser tells the others, and itself: an entry has changed, the phone was locked.
// An ear is called with the news and whether another tab told it.

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("sisoho") : null;
const ears = [];

export function hear(ear) {
  ears.push(ear);
}

export function tell(news) {
  channel?.postMessage(news);
  ears.forEach((ear) => ear(news, false));
}

if (channel) channel.onmessage = ({ data }) => ears.forEach((ear) => ear(data, true));
