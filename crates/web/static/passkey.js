// Hands what the server asks to the browser's passkeys, and their answer back with the page's own
// form. It decides nothing and sends nothing by itself: the form goes where it says.
"use strict";
for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-passkey-says]");
  const bytes = (text) => {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (c) => c.charCodeAt(0));
  };
  const text = (buffer) => {
    let plain = "";
    for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const ids = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async () => {
    const publicKey = JSON.parse(form.dataset.passkey);
    publicKey.challenge = bytes(publicKey.challenge);
    const makes = Boolean(publicKey.user);
    if (makes) publicKey.user.id = bytes(publicKey.user.id);
    if (publicKey.excludeCredentials) publicKey.excludeCredentials = ids(publicKey.excludeCredentials);
    if (publicKey.allowCredentials) publicKey.allowCredentials = ids(publicKey.allowCredentials);
    const key = makes
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    const { response } = key;
    const answer = { id: key.id, rawId: text(key.rawId), type: key.type, response: {} };
    answer.extensions = key.getClientExtensionResults();
    answer.response.clientDataJSON = text(response.clientDataJSON);
    if (makes) {
      answer.response.attestationObject = text(response.attestationObject);
      if (response.getTransports) answer.response.transports = response.getTransports();
    } else {
      answer.response.authenticatorData = text(response.authenticatorData);
      answer.response.signature = text(response.signature);
      answer.response.userHandle = response.userHandle ? text(response.userHandle) : null;
    }
    return JSON.stringify(answer);
  };

  form.querySelector("button").disabled = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.setAttribute("aria-busy", "true");
    says.textContent = says.dataset.asks;
    try {
      form.elements.answer.value = await ask();
      form.submit();
    } catch (error) {
      form.removeAttribute("aria-busy");
      says.textContent = says.dataset.nothing;
    }
  });
}
