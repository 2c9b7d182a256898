// DynamoDB: dynalite, in memory. It has no time to live and no transactions.
import dynalite from 'dynalite';
import { serve } from './serve.mjs';

serve(dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }));
