namespace Freehold.Storage.Tests.Outcomes;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteOutcomeLogTests() : OutcomeLogTests(new SqliteOutcomeStore());
