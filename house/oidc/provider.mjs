// A provider of OpenID Connect for tests: oidc-provider with a page of its own, on which whoever comes
// says who they are. It listens on a free port of this machine and prints its address.
// node provider.mjs WHERE-THE-CLIENT-WANTS-BROWSERS-BACK
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const back = process.argv[2];
const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{ client_id: "vulnerary", client_secret: "a secret of the test", redirect_uris: [back] }],
  pkce: { required: () => true },
  claims: { openid: ["sub", "amr"], groups: ["groups"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ["a key of the test"] },
  // Whoever is called guest… is in no group.
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, groups: id.startsWith("guest") ? [] : ["security", "all"] }),
  }),
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope("openid groups");
    await grant.save();
    return grant;
  },
});

const page = `<!doctype html><title>Provider</title><form method="post"><input name="who" aria-label="Who">
<input type="checkbox" name="two" value="yes" aria-label="Two factors"><input type="checkbox" name="hold" value="yes" aria-label="Show the way back"><button>Here I am</button></form>`;

const body = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return new URLSearchParams(text);
};

// The way back is shown instead of taken, where somebody asked for that.
const held = new Set();
const shown = (response) => {
  const end = response.end.bind(response);
  response.end = (...rest) => {
    const to = response.getHeader("location");
    if (!to) return end(...rest);
    response.removeHeader("location");
    response.removeHeader("content-length");
    response.statusCode = 200;
    response.setHeader("content-type", "text/html");
    return end(`<!doctype html><title>Back</title><a id="way" href="${to.replaceAll("&", "&amp;")}">Back</a>`);
  };
};

const rest = provider.callback();
server.on("request", async (request, response) => {
  const name = request.url.split("/").pop();
  if (request.url.startsWith("/auth/") && held.has(name)) shown(response);
  if (!request.url.startsWith("/interaction/")) return rest(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    return response.end(page);
  }
  const said = await body(request);
  if (said.has("hold")) held.add(name);
  const amr = said.has("two") ? ["pwd", "mfa"] : ["pwd"];
  const login = { accountId: said.get("who"), amr, remember: false };
  await provider.interactionFinished(request, response, { login });
});
console.log(issuer);
