import { z } from 'zod';

/** What a supervisor tells the command that started it. */
export const messageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plan'),
    tasks: z.array(z.object({ id: z.string(), title: z.string(), after: z.array(z.string()) })),
  }),
  z.object({
    type: z.literal('task'),
    id: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    detail: z.string().optional(),
    ms: z.number(),
  }),
  z.object({ type: z.literal('note'), text: z.string() }),
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('failed'),
    message: z.string(),
    todo: z.string().optional(),
    log: z.string().optional(),
  }),
  z.object({ type: z.literal('stopped'), name: z.string() }),
]);
export type Message = z.infer<typeof messageSchema>;

/** What the command tells its supervisor. The names are those of `status`. */
export const orderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('detach') }),
  z.object({ type: z.literal('hold'), name: z.string() }),
  z.object({ type: z.literal('release'), name: z.string() }),
]);
export type Order = z.infer<typeof orderSchema>;
