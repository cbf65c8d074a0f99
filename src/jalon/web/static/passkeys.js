// A form that asks the browser for a passkey, then sends what it answered. Without passkeys it stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const told = (buffer) => btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(""))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (keys) => (keys || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function answer(asked) {
  if (asked.user) {
    const made = await navigator.credentials.create({ publicKey: {
      ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
    } });
    return { id: made.id, rawId: told(made.rawId), type: made.type, response: {
      clientDataJSON: told(made.response.clientDataJSON), attestationObject: told(made.response.attestationObject),
    } };
  }
  const shown = await navigator.credentials.get({ publicKey: {
    ...asked, challenge: bytes(asked.challenge), allowCredentials: listed(asked.allowCredentials),
  } });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return { id: shown.id, rawId: told(shown.rawId), type: shown.type, response: {
    clientDataJSON: told(clientDataJSON), authenticatorData: told(authenticatorData), signature: told(signature),
    userHandle: userHandle ? told(userHandle) : null,
  } };
}

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const said = form.querySelector("[data-passkey-said]");
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.hidden = true;
    try {
      const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
      const asked = await fetch(form.dataset.passkey, { method: "POST", headers }).then((got) => got.json());
      if (asked.go) return location.assign(asked.go);
      form.elements.credential.value = JSON.stringify(await answer(asked.publicKey));
      form.submit();
    } catch {
      said.hidden = false;
    }
  });
});
