/** What a client may get wrong with lists, as `BAD_INPUTS` has it. The key `list` (a b c) exists beside the others. */
export const LIST_SETUP: readonly string[] = ['RPUSH', 'list', 'a', 'b', 'c'];

const INPUTS = `
  LPUSH ; LPUSH list ; LPUSH text a ; LPUSHX ; LPUSHX list ; LPUSHX text a ; LPUSHX nokey a
  RPUSH ; RPUSH list ; RPUSH text a ; RPUSHX ; RPUSHX list ; RPUSHX text a ; RPUSHX nokey a
  LPOP ; LPOP text ; LPOP nokey ; LPOP list 1 2 ; LPOP list -1 ; LPOP list x ; LPOP list '' ; LPOP list 0
  LPOP nokey 0 ; LPOP nokey 1 ; LPOP nokey -1 ; LPOP text 0 ; LPOP text x ; LPOP list 9223372036854775807
  LPOP list 9223372036854775808 ; LPOP list 1.5
  RPOP ; RPOP text ; RPOP nokey ; RPOP list 1 2 ; RPOP list -1 ; RPOP list x ; RPOP nokey 0 ; RPOP nokey 1
  LLEN ; LLEN text ; LLEN nokey ; LLEN list x
  LINDEX ; LINDEX list ; LINDEX list x ; LINDEX list 3 ; LINDEX list -4 ; LINDEX nokey x ; LINDEX text x
  LINDEX list 9223372036854775807 ; LINDEX list -9223372036854775808 ; LINDEX list 9223372036854775808
  LRANGE ; LRANGE list ; LRANGE list 0 ; LRANGE list x 1 ; LRANGE list 0 x ; LRANGE text x 1 ; LRANGE text 0 1
  LRANGE nokey x 1 ; LRANGE nokey 0 -1 ; LRANGE list 2 1 ; LRANGE list 5 9 ; LRANGE list -9 -8
  LRANGE list -9223372036854775808 9223372036854775807 ; LRANGE list 0 1 2
  LSET ; LSET list 0 ; LSET list x a ; LSET list 3 a ; LSET list -4 a ; LSET nokey x a ; LSET text x a
  LSET list 9223372036854775807 a ; LSET list 9223372036854775808 a ; LSET list 4294967296 a ; LSET list 2147483648 a
  LSET list -4294967297 a
  LINSERT ; LINSERT list before a ; LINSERT list beside a x ; LINSERT text beside a x ; LINSERT text before a x
  LINSERT nokey before a x ; LINSERT nokey beside a x ; LINSERT list before z x ; LINSERT list AFTER z x
  LREM ; LREM list 0 ; LREM list x a ; LREM list 0 z ; LREM nokey x a ; LREM text 0 a ; LREM nokey 0 a
  LREM list -9223372036854775808 a ; LREM list -9223372036854775807 z ; LREM list 9223372036854775808 a
  LTRIM ; LTRIM list 0 ; LTRIM list x 1 ; LTRIM list 0 x ; LTRIM text x 1 ; LTRIM text 0 1 ; LTRIM nokey 0 1
  LPOS ; LPOS list ; LPOS list a RANK ; LPOS list a RANK 0 ; LPOS list a RANK x ; LPOS list a RANK 9223372036854775808
  LPOS list a RANK -9223372036854775808 ; LPOS list a RANK -9223372036854775807 ; LPOS list a COUNT -1
  LPOS list a COUNT x ; LPOS list a COUNT ; LPOS list a MAXLEN -1 ; LPOS list a MAXLEN x ; LPOS list a bogus 1
  LPOS text a ; LPOS text a RANK 0 ; LPOS nokey a ; LPOS nokey a COUNT 1 ; LPOS nokey a RANK 0 ; LPOS list a COUNT 1 x
  LPOS list a RANK 1 RANK 2 COUNT 0 COUNT 1
  LMOVE ; LMOVE list nokey LEFT ; LMOVE list nokey UP LEFT ; LMOVE list nokey LEFT UP ; LMOVE nokey list LEFT UP
  LMOVE nokey list LEFT LEFT ; LMOVE nokey text LEFT LEFT ; LMOVE text list LEFT LEFT ; LMOVE list text LEFT LEFT
  LMOVE list text LEFT UP ; LMOVE list list LEFT RIGHT x
  RPOPLPUSH ; RPOPLPUSH list ; RPOPLPUSH nokey list ; RPOPLPUSH nokey text ; RPOPLPUSH text list ; RPOPLPUSH list text
  LMPOP ; LMPOP 1 ; LMPOP 1 list ; LMPOP 0 list LEFT ; LMPOP -1 list LEFT ; LMPOP x list LEFT ; LMPOP '' list LEFT
  LMPOP 2 list LEFT ; LMPOP 1 list UP ; LMPOP 1 list LEFT COUNT ; LMPOP 1 list LEFT COUNT 0 ; LMPOP 1 list LEFT COUNT x
  LMPOP 1 list LEFT COUNT -1 ; LMPOP 1 list LEFT COUNT 1 COUNT 2 ; LMPOP 1 list LEFT bogus ; LMPOP 1 nokey LEFT
  LMPOP 1 text LEFT ; LMPOP 2 nokey text LEFT ; LMPOP 2 list text LEFT ; LMPOP 9223372036854775807 list LEFT
  LMPOP 9223372036854775808 list LEFT ; LMPOP 1 text LEFT COUNT 0 ; LMPOP 1 list LEFT COUNT 9223372036854775807
`;

const inputs = INPUTS.trim().split(/\s*[;\n]\s*/);
const names = new Set(inputs.map((line) => line.split(' ')[0]));

/** By command. */
export const BAD_LIST_INPUTS: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  [...names].map((name) => [name, inputs.filter((line) => line.split(' ')[0] === name)]),
);
