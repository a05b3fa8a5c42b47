// Answers one JSON line for each JSON line: what the npm packages make of a signature or a structured field.
import { createInterface } from 'node:readline';
import { createPrivateKey, createPublicKey, constants, sign, verify } from 'node:crypto';
import { cavage, httpbis, createSigner, createVerifier } from 'http-message-signatures';
import * as fields from 'structured-headers';

const operations = {
  // The signature base of a request, without the line of its parameters.
  base: ({ request, components }) =>
    httpbis.formatSignatureBase(httpbis.createSignatureBase({ fields: components }, request)),

  sign: async ({ request, components, key, algorithm, parameters, saltLength }) => {
    const privateKey = createPrivateKey({ key, format: 'jwk' });
    const signer = createSigner(privateKey, algorithm, parameters.keyid);
    if (saltLength) {
      signer.sign = async data => sign('sha512', data, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
    }
    const { created, expires, ...rest } = parameters;
    const signed = await httpbis.signMessage({
      key: signer,
      name: 'ocm',
      fields: components,
      params: Object.keys(parameters),
      paramValues: { ...rest, created: created ? new Date(created * 1000) : null, ...(expires && { expires: new Date(expires * 1000) }) },
    }, request);
    return { input: signed.headers['Signature-Input'], signature: signed.headers['Signature'] };
  },

  verify: async ({ request, key, algorithm }) => {
    const verifier = createVerifier(createPublicKey({ key, format: 'jwk' }), algorithm);
    return await httpbis.verifyMessage({ keyLookup: async () => ({ algs: [algorithm], verify: verifier }), maxAge: 300 }, request);
  },

  // draft-cavage-http-signatures-12; the hash is that of the algorithm's name.
  cavageSign: async ({ request, components, key, keyid, algorithm }) => {
    const privateKey = createPrivateKey({ key, format: 'jwk' });
    const signer = { id: keyid, alg: algorithm, sign: async data => sign(algorithm.split('-').pop(), data, privateKey) };
    const signed = await cavage.signMessage({ key: signer, fields: components, params: ['keyid', 'alg'] }, request);
    return signed.headers['Signature'];
  },

  cavageVerify: async ({ request, pem }) => cavage.verifyMessage({
    keyLookup: async ({ keyid, alg }) => ({ id: keyid, verify: async (data, signature) => verify(alg.split('-').pop(), data, createPublicKey(pem), signature) }),
  }, request),

  // What a text is in canonical form, or null where it is refused.
  canonical: ({ type, text }) => {
    try {
      switch (type) {
        case 'item': return fields.serializeItem(fields.parseItem(text));
        case 'list': return fields.serializeList(fields.parseList(text));
        default: return fields.serializeDictionary(fields.parseDictionary(text));
      }
    } catch {
      return null;
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { operation, ...question } = JSON.parse(line);
  let answer;
  try {
    answer = { result: (await operations[operation](question)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
