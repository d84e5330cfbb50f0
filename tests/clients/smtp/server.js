// A mail server on a free port of the loopback. Prints {"port": n} when it listens, then one JSON line a message it took.
// Arguments: "tls" offers and demands STARTTLS; "auth" demands user "zhike", password "secret".
// Recipients steer it: no@… is refused for good, busy@… for now, lost@… is taken and the connection cut before the answer,
// cut@… is cut before the text has ended.
const { SMTPServer } = require("smtp-server");

const modes = process.argv.slice(2);
const cut = (session) => server.connections.forEach((c) => c.session.id === session.id && c._socket.destroy());
const server = new SMTPServer({
  disabledCommands: modes.includes("tls") ? [] : ["STARTTLS"],
  authOptional: !modes.includes("auth"),
  allowInsecureAuth: false,
  onAuth(auth, session, done) {
    const right = auth.username === "zhike" && auth.password === "secret";
    done(right ? null : new Error("wrong password"), right ? { user: auth.username } : undefined);
  },
  onMailFrom(address, session, done) {
    const open = modes.includes("tls") && !session.secure;
    done(open ? Object.assign(new Error("STARTTLS first"), { responseCode: 530 }) : null);
  },
  onRcptTo(address, session, done) {
    const user = address.address.split("@")[0];
    const refusal = { no: 550, busy: 451 }[user];
    done(refusal ? Object.assign(new Error("not here"), { responseCode: refusal }) : null);
  },
  onData(stream, session, done) {
    const to = session.envelope.rcptTo.map((r) => r.address);
    const parts = [];
    if (to[0].startsWith("cut@")) {
      cut(session);
      return;
    }
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const text = Buffer.concat(parts).toString("utf8");
      process.stdout.write(JSON.stringify({ to, from: session.envelope.mailFrom.address, user: session.user ?? null, secure: session.secure, text }) + "\n");
      if (to[0].startsWith("lost@")) {
        cut(session);
        return;
      }
      done(null, "taken");
    });
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => process.stdout.write(JSON.stringify({ port: server.server.address().port }) + "\n"));
