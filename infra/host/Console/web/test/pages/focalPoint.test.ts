import { expect, it } from 'vitest';
import { isFocalPoint } from '../../src/pages/upload/files';

it.each(['0.3,0.7', '0,1', ' .5 , 1.0 ', '1,0.'])('takes %j as a focal point', (text) => expect(isFocalPoint(text)).toBe(true));

it.each(['', '0.5', '0.5,', '1.1,0', '-0.1,0', '0,0,0', 'a,b', '1e-1,0'])('refuses %j as a focal point', (text) => expect(isFocalPoint(text)).toBe(false));
