export { transactionCommands } from './transactions.ts';
