import { answer } from './child.ts';
import { fill, type Fill } from './generator.ts';

answer<Fill>(fill);
