namespace Freehold.Storage.Tests.Outcomes;

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresOutcomeLogTests() : OutcomeLogTests(new PostgresOutcomeStore());
