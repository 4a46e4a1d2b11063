import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One value that the model is to give. */
export interface LlmFinding {
  readonly field: string;
  readonly value: string;
  readonly document?: number;
  readonly quote: string;
}

/** How the model behaves; findings are answered as they are, in the form that the provider documents. */
export type LlmMode =
  | { readonly say: readonly LlmFinding[]; readonly wrap?: 'fence' | 'think' | 'open think' | 'chatter' }
  | { readonly text: string }
  | { readonly truncated: true }
  | { readonly stalls: true }
  | { readonly status: number; readonly headers?: Record<string, string> };

/** A request that the server got: the parsed JSON body. */
type LlmRequest = any;

/** A language model on loopback, which speaks OpenAI's chat completions and Anthropic's messages. */
export interface LlmServer {
  /** The value of LLM_BASE_URL. */
  readonly url: string;
  readonly requests: LlmRequest[];
  /** How it answers; may be changed at any time. It gets to see the request's whole text. */
  mode: LlmMode | ((prompt: string) => LlmMode);
  close(): Promise<void>;
}

/** What every answer says it took. */
export const TOKENS_IN = 1000;
export const TOKENS_OUT = 100;

/** Starts one; by default it finds nothing. */
export async function serveLlm(): Promise<LlmServer> {
  const requests: LlmRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body: LlmRequest) => {
      requests.push(body);
      const prompt = JSON.stringify(body);
      answer(request, response, typeof own.mode === 'function' ? own.mode(prompt) : own.mode);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own: LlmServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    mode: { say: [] },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return own;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

function answer({ url = '' }: IncomingMessage, response: ServerResponse, mode: LlmMode): void {
  if ('stalls' in mode) return;
  if ('status' in mode) {
    response.writeHead(mode.status, { 'Content-Type': 'application/json', ...mode.headers });
    response.end(JSON.stringify({ error: { message: 'no', type: 'error', code: null } }));
    return;
  }
  const truncated = 'truncated' in mode;
  const text = truncated ? '{"findings":[{"field":"jobTi' : textOf(mode);
  const reply = url.endsWith('/messages') ? anthropicReply(text, truncated) : openAiReply(text, truncated);
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(reply));
}

function textOf(mode: Extract<LlmMode, { say: unknown } | { text: string }>): string {
  if ('text' in mode) return mode.text;
  const object = JSON.stringify({ findings: mode.say.map((finding) => ({ document: 1, ...finding })) });
  if (mode.wrap === 'fence') return `\`\`\`json\n${object}\n\`\`\``;
  if (mode.wrap === 'think') return `<think>Who is {"this"}? Let me see.</think>\n${object}`;
  if (mode.wrap === 'open think') return `Let me see {...}.</think>\n${object}`;
  if (mode.wrap === 'chatter') return `Here you are:\n\`\`\`\n${object}\n\`\`\`\nAnything else?`;
  return object;
}

const openAiReply = (content: string, truncated: boolean) => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1_700_000_000, model: 'test-model' },
  choices: [
    { index: 0, message: { role: 'assistant', content }, finish_reason: truncated ? 'length' : 'stop', logprobs: null },
  ],
  usage: { prompt_tokens: TOKENS_IN, completion_tokens: TOKENS_OUT, total_tokens: TOKENS_IN + TOKENS_OUT },
});

const anthropicReply = (text: string, truncated: boolean) => ({
  ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'test-model', content: [{ type: 'text', text }] },
  ...{ stop_reason: truncated ? 'max_tokens' : 'end_turn', stop_sequence: null },
  usage: { input_tokens: TOKENS_IN, output_tokens: TOKENS_OUT },
});
