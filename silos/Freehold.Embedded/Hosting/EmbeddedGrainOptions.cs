using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;

namespace Freehold.Embedded.Hosting;

/// <summary>Settings of the embedded runtime.</summary>
public sealed class EmbeddedGrainOptions
{
    /// <summary>The SQLite file that keeps states and reminders; null: in memory, lost with the process.</summary>
    /// <value>Default: null. Must be null where <see cref="Postgres"/> is set.</value>
    public string? DataFile { get; set; }

    /// <summary>
    /// The PostgreSQL database that keeps states and reminders instead of a file, in tables that begin with <c>embedded_</c>. One process
    /// uses it at a time: another one is refused at its start. Who sets it disposes it, after the host.
    /// </summary>
    /// <value>Default: null.</value>
    public NpgsqlDataSource? Postgres { get; set; }

    /// <summary>The assemblies of the grain classes. Their interfaces' assemblies are found through them.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>The names of the stream providers.</summary>
    public IList<string> StreamProviders { get; } = [];

    /// <summary>How long an activation may be idle before it is deactivated, unless its class says otherwise.</summary>
    /// <value>Default: 15 minutes.</value>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a caller waits for an answer before it gets a <see cref="TimeoutException"/>.</summary>
    /// <value>Default: 30 seconds. Also how long an enumeration may go without its consumer.</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often idle activations and overdue calls are looked for; both are found up to this much late.</summary>
    /// <value>Default: 1 second.</value>
    public TimeSpan SweepPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many calls may wait for one activation; over it the call fails with a LimitExceededException.</summary>
    /// <value>Default: 10,000.</value>
    public int MaxWaitingCallsPerActivation { get; set; } = 10_000;

    /// <summary>How many items may wait for one stream subscription; over it the oldest is dropped and a warning logged.</summary>
    /// <value>Default: 1,024.</value>
    public int MaxWaitingItemsPerSubscription { get; set; } = 1024;

    /// <summary>How many writes (on PostgreSQL: and reads) may wait for the store; over it they fail with a LimitExceededException.</summary>
    /// <value>Default: 100,000.</value>
    public int MaxWaitingWrites { get; set; } = 100_000;

    /// <summary>The shortest period a reminder may have.</summary>
    /// <value>Default: 1 minute.</value>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How states are written as JSON. Set a type info resolver that knows the states to run without reflection.</summary>
    public JsonSerializerOptions StateJson { get; set; } = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        PropertyNameCaseInsensitive = true,
    };

    internal void Validate()
    {
        Require(CollectionAge > TimeSpan.Zero, nameof(CollectionAge), CollectionAge, "must be positive");
        Require(ResponseTimeout > TimeSpan.Zero, nameof(ResponseTimeout), ResponseTimeout, "must be positive");
        Require(SweepPeriod >= TimeSpan.FromMilliseconds(10), nameof(SweepPeriod), SweepPeriod, "must be at least 10 ms");
        Require(MaxWaitingCallsPerActivation > 0, nameof(MaxWaitingCallsPerActivation), MaxWaitingCallsPerActivation, "must be positive");
        Require(MaxWaitingItemsPerSubscription > 0, nameof(MaxWaitingItemsPerSubscription), MaxWaitingItemsPerSubscription, "must be positive");
        Require(MaxWaitingWrites > 0, nameof(MaxWaitingWrites), MaxWaitingWrites, "must be positive");
        Require(MinimumReminderPeriod > TimeSpan.Zero, nameof(MinimumReminderPeriod), MinimumReminderPeriod, "must be positive");
        Require(DataFile is null || Postgres is null, nameof(DataFile), DataFile!, "must be null where Postgres is set");
        Require(GrainAssemblies.Count > 0, nameof(GrainAssemblies), 0, "must name at least one assembly with grain classes");
    }

    private static void Require(bool holds, string option, object value, string remedy)
    {
        if (!holds)
        {
            throw new Orleans.Runtime.OrleansConfigurationException($"{nameof(EmbeddedGrainOptions)}.{option} is {value}; it {remedy}.");
        }
    }
}
