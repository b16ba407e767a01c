namespace Freehold.Storage.Tests.Ledger;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteLedgerTests() : LedgerTests(new SqliteLedgerStore());

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresLedgerTests() : LedgerTests(new PostgresLedgerStore());
