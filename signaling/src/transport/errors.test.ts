import { AppError } from '@gabinet/shared/contracts/errors';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toAppError } from './errors.ts';

describe('the one mapping of errors', () => {
  it('X1 names the fields that were wrong and never what was in them', () => {
    const parsed = z.strictObject({ age: z.int() }).safeParse({ age: 'secret words', '<b>': 1 });
    const error = toAppError(parsed.error);
    expect(error.code).toBe('INVALID_INPUT');
    expect(error.fields).toContain('age');
    expect(JSON.stringify(error.toBody())).not.toMatch(/secret words|<b>/);
  });

  it('tells a database that is away from a fault of ours', () => {
    const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    expect(toAppError(away)).toMatchObject({ code: 'UNAVAILABLE', status: 503 });
    expect(toAppError(new TypeError('undefined is no function'))).toMatchObject({
      code: 'INTERNAL',
      status: 500,
    });
  });

  it('leaves a coded error as it is', () => {
    const error = new AppError('SEAT_TAKEN');
    expect(toAppError(error)).toBe(error);
  });
});
