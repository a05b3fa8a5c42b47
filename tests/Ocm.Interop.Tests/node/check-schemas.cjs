// Reads {schemas: {name: schema}, messages: [{schema, json, valid, label}]} from stdin and writes what does not come out as it
// should: a schema that is none, a message that fits although it should not, or the other way round.
'use strict';
const Ajv = require('ajv/dist/2020');

let input = '';
process.stdin.on('data', (chunk) => { input += chunk; });
process.stdin.on('end', () => {
  const { schemas, messages } = JSON.parse(input);
  const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true, allowUnionTypes: true });
  const problems = [];
  const validators = {};
  for (const [name, schema] of Object.entries(schemas)) {
    try {
      validators[name] = ajv.compile(schema);
    } catch (error) {
      problems.push(`${name} is no schema: ${error.message}`);
    }
  }

  for (const message of messages) {
    const validate = validators[message.schema];
    if (!validate) {
      problems.push(`${message.label}: there is no schema ${message.schema}`);
    } else if (validate(JSON.parse(message.json)) !== message.valid) {
      problems.push(`${message.label} (${message.schema}): ${message.valid ? ajv.errorsText(validate.errors) : 'fits, and should not'}`);
    }
  }

  process.stdout.write(JSON.stringify({ checked: messages.length, problems }));
});
