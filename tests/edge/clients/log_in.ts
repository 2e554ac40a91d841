// Logs in with a client that was generated from docs/openapi.json, and says what it was told.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { argv: string[]; exitCode: number };

const [baseUrl, code] = process.argv.slice(2) as [string, string];
const client = createClient<paths>({ baseUrl });

const login = await client.POST("/api/v1/session/wechat", { body: { code } });
if (login.data === undefined) {
  const problem: components["schemas"]["Problem"] = login.error;
  throw new Error(`${problem.status} ${problem.code}: ${problem.detail}`);
}
const headers = { Authorization: `Bearer ${login.data.token}` };
const session = await client.GET("/api/v1/session", { headers });
const mine = await client.GET("/api/v1/applications", { headers, params: { query: { limit: 5 } } });
const items: components["schemas"]["ApplicationItem"][] | undefined = mine.data?.items;
console.log(JSON.stringify({ id: session.data?.user.id, expected: login.data.user.id, items }));
