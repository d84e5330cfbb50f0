// Asks the endpoint as any program would, and prints what it was answered, one JSON object.
// node client.js URL PATHNAME TOKEN
import { createClient } from '@clickhouse/client';

const [url, pathname, token] = process.argv.slice(2);
const connect = (password, more = {}) => createClient({ url, pathname, username: 'anybody', password, ...more });
const client = connect(token);
const told = {};

told.ping = (await client.ping()).success;
told.pingSelect = (await client.ping({ select: true })).success;

const rows = await client.query({
  query: 'SELECT customer_no, org_path FROM customers WHERE gender = {gender:String} ORDER BY customer_no',
  query_params: { gender: 'F' },
  format: 'JSONEachRow',
});
told.queryId = rows.query_id.length > 0;
told.women = (await rows.json()).map((row) => row.customer_no);

const whole = await client.query({ query: 'SELECT count() AS n FROM transactions', format: 'JSON' });
told.transactions = Number((await whole.json()).data[0].n);

const compressed = connect(token, { compression: { request: true, response: true } });
const stream = (await compressed.query({ query: 'SELECT number FROM numbers(200000)', format: 'JSONCompactEachRow' })).stream();
told.streamed = 0;
for await (const chunk of stream) {
  told.streamed += chunk.length;
}

const nasty = "'; DROP TABLE customers; -- \\ \t\n 知客";
const echo = await client.query({ query: 'SELECT {v:String} AS v', query_params: { v: nasty }, format: 'JSONEachRow' });
told.echoed = (await echo.json())[0].v === nasty;

const refusalOf = async (work) => {
  try {
    await work();
    return null;
  } catch (error) {
    return { code: error.code, type: error.type };
  }
};
told.unknownTable = await refusalOf(() => client.query({ query: 'SELECT * FROM nowhere', format: 'JSON' }));
told.insert = await refusalOf(() => client.insert({ table: 'customers', values: [{ customer_id: 1 }], format: 'JSONEachRow' }));
told.command = await refusalOf(() => client.command({ query: 'DROP TABLE customers' }));
told.secrets = await refusalOf(() => client.query({ query: "SELECT file('/etc/passwd')", format: 'JSON' }));
told.middle = await refusalOf(async () => {
  const answer = await client.query({
    query: 'SELECT number, throwIf(number = 300000) FROM numbers(1000000)',
    format: 'JSONEachRow',
    clickhouse_settings: { max_block_size: '1000' },
  });
  for await (const _ of answer.stream()) {
    // read to its end
  }
});
told.wrongToken = await refusalOf(() => connect('wrong').query({ query: 'SELECT 1', format: 'JSON' }));

await Promise.all([client.close(), compressed.close()]);
console.log(JSON.stringify(told));
