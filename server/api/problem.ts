import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Bilingual, Cite } from '../../shared/index.ts';

/** RFC 9457 problem document, with what people here need beside it: a stable code, the place, the clause, how to mend it. */
export interface Problem {
  readonly status: number;
  /** Stable; never reused for another meaning. */
  readonly code: string;
  readonly title: Bilingual;
  readonly fix: Bilingual;
  readonly where?: string;
  readonly cites?: readonly Cite[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

const BilingualSchema = Type.Object({ zh: Type.String(), en: Type.String() });

export const ProblemSchema = Type.Object(
  {
    type: Type.String({ description: 'urn:quantong:problem:<code>' }),
    title: Type.String({ description: 'Chinese and English in one line' }),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String({ description: 'stable code; quote it on the telephone' }),
    message: BilingualSchema,
    where: Type.Optional(Type.String()),
    fix: BilingualSchema,
    cites: Type.Optional(
      Type.Array(
        Type.Object({
          text: Type.String(),
          article: Type.String(),
          from: Type.String(),
          verified: Type.Boolean(),
        }),
      ),
    ),
  },
  { $id: 'Problem', additionalProperties: true, description: 'RFC 9457 problem document' },
);

export function problemBody(problem: Problem): Record<string, unknown> {
  const { title, fix, where, cites, extra } = problem;
  return {
    type: `urn:quantong:problem:${problem.code}`,
    title: `${title.zh} / ${title.en}`,
    status: problem.status,
    detail: `${fix.zh} / ${fix.en}`,
    code: problem.code,
    message: title,
    ...(where === undefined ? {} : { where }),
    fix,
    ...(cites && cites.length > 0 ? { cites } : {}),
    ...extra,
  };
}

/** Sends a problem. Nothing of the request's personal values goes into it. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 503) reply.header('retry-after', '5');
  return reply.code(problem.status).type('application/problem+json').send(problemBody(problem));
}

/** Thrown by routes; the error handler turns it into its problem document. */
export class HttpProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}
