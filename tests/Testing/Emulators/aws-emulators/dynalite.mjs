// DynamoDB: dynalite, in memory. It supports neither time to live nor transactions.
import dynalite from 'dynalite';
import { serve } from './serve.mjs';

serve(dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
