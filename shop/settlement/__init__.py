"""The double-entry ledger, invoices and statements."""
