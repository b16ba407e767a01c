namespace Freehold.Storage.Tests.Artifacts;

/// <summary>The suite on files.</summary>
public sealed class FileArtifactTests() : ArtifactTests(new FileArtifactHouse());

/// <summary>The suite on PostgreSQL.</summary>
public sealed class PostgresArtifactTests() : ArtifactTests(new PostgresArtifactHouse());
