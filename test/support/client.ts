/** An answer of the api. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON; tests look into it freely. */
  readonly body: any;
}

/** Checks an answer; throws if it is not as promised. */
export type AnswerCheck = (method: string, path: string, answer: Answer) => void;

/** Talks to the api over HTTP as a user's program would. */
export class Client {
  constructor(
    readonly baseUrl: string,
    readonly key: string | undefined,
    private readonly check?: AnswerCheck,
  ) {}

  get = (path: string): Promise<Answer> => this.send('GET', path);
  post = (path: string, body?: unknown): Promise<Answer> => this.send('POST', path, body);
  patch = (path: string, body?: unknown): Promise<Answer> => this.send('PATCH', path, body);
  delete = (path: string): Promise<Answer> => this.send('DELETE', path);

  /** Sends a request; a string body goes out as it is. */
  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(this.key !== undefined && { Authorization: `Bearer ${this.key}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const parsed = isJson && text !== '' ? JSON.parse(text) : text;
    const answer = { status: response.status, headers: response.headers, body: parsed };
    this.check?.(method, path, answer);
    return answer;
  }

  /** Creates a contact and gives its data; `email` is unique unless given. */
  async createContact(fields: Record<string, unknown> = {}): Promise<any> {
    const email = `contact-${Math.random().toString(36).slice(2)}@people.example`;
    const answer = await this.post('/api/contacts', { email, firstName: 'Ada', ...fields });
    if (answer.status !== 201) throw new Error(`not created: ${JSON.stringify(answer.body)}`);
    return answer.body.data;
  }

  /** Asks for a contact to be enriched and waits until the job has ended. @returns the job */
  async enrich(contactId: string, options?: object, timeoutMs = 20_000): Promise<any> {
    const requested = await this.post(`/api/contacts/${contactId}/enrich`, options);
    if (requested.status !== 200) throw new Error(`not requested: ${JSON.stringify(requested.body)}`);
    return this.waitForJob(requested.body.data.jobId, timeoutMs);
  }

  /** Waits until a job has ended. @returns the job */
  async waitForJob(jobId: string, timeoutMs = 20_000): Promise<any> {
    for (const until = Date.now() + timeoutMs; Date.now() < until;) {
      const { body } = await this.get(`/api/enrichment-jobs/${jobId}`);
      if (!['queued', 'running'].includes(body.data.status)) return body.data;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`job ${jobId} did not end within ${timeoutMs} ms`);
  }
}
