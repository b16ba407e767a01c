namespace Freehold.Storage.Tests.Transcripts;

/// <summary>The suite on SQLite.</summary>
public sealed class SqliteTranscriptTests() : TranscriptTests(new SqliteTranscriptHouse());

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresTranscriptTests() : TranscriptTests(new PostgresTranscriptHouse());
