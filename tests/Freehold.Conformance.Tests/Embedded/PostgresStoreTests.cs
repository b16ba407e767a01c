using Freehold.Conformance.Tests.Support;

namespace Freehold.Conformance.Tests.Embedded;

/// <summary>The suite's tests of states, with the states in PostgreSQL.</summary>
public sealed class PostgresStateTests : StateTests
{
    protected override Task<IConformanceCluster> StartAsync() => ConformanceCluster.StartOnPostgresAsync();
}

/// <summary>The suite's tests of reminders, with the reminders in PostgreSQL.</summary>
public sealed class PostgresReminderTests : ReminderTests
{
    protected override Task<IConformanceCluster> StartAsync() => ConformanceCluster.StartOnPostgresAsync();
}
