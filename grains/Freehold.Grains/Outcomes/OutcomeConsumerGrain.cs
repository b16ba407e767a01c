using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Freehold.Grains.Outcomes;

/// <summary>
/// What every consumer of a tenant's outcome log has in common: a checkpoint for each shard, wake-ups of the stream, which may be lost or
/// come twice, and a reminder that sweeps for what none told of. Key: <see cref="TenantId"/>.
/// </summary>
/// <param name="logger">Where failed wake-ups are noted.</param>
public abstract partial class OutcomeConsumerGrain(ILogger logger)
    : Grain, IRemindable, IStreamSubscriptionObserver, IAsyncObserver<OutcomesAppended>
{
    /// <summary>Events read at once.</summary>
    public const int BatchSize = 1_000;

    /// <summary>How often the sweep looks for wake-ups that were lost.</summary>
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(5);

    private const string SweepReminder = "sweep";

    /// <summary>Whose log it is; known once the grain is active.</summary>
    protected TenantId Tenant { get; private set; }

    /// <summary>Where failures are noted.</summary>
    protected ILogger Logger => logger;

    /// <summary>Sequence of the last event that was taken in, by shard.</summary>
    protected long[] Checkpoints { get; } = new long[OutcomeLogId.ShardCount];

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Tenant = TenantId.Parse(this.GetPrimaryKeyString());
        await RestoreAsync(cancellationToken);
        await this.RegisterOrUpdateReminder(SweepReminder, SweepPeriod, SweepPeriod);
    }

    /// <inheritdoc/>
    public Task ReceiveReminder(string reminderName, TickStatus status) => ReadLogAsync(CancellationToken.None);

    /// <inheritdoc/>
    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<OutcomesAppended>().ResumeAsync(this);

    /// <inheritdoc/>
    public Task OnNextAsync(OutcomesAppended item, StreamSequenceToken? token = null) =>
        item.LastSequence > Checkpoints[item.Shard] ? ReadLogAsync(CancellationToken.None) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task OnErrorAsync(Exception ex)
    {
        LogWakeUpFailed(ex, GetType().Name, Tenant.Value);
        return Task.CompletedTask;
    }

    /// <summary>The log of a shard.</summary>
    protected OutcomeLogId LogOf(int shard) => new(Tenant, shard);

    /// <summary>Sets <see cref="Checkpoints"/>, and all that holds up to them, to what was stored.</summary>
    protected abstract Task RestoreAsync(CancellationToken cancellationToken);

    /// <summary>Takes in what the log holds beyond <see cref="Checkpoints"/>. Calls may overlap where one of them awaits.</summary>
    protected abstract Task ReadLogAsync(CancellationToken cancellationToken);

    [LoggerMessage(3002, LogLevel.Warning, "A wake-up of {Consumer} of tenant {Tenant} failed; the sweep catches up.")]
    private partial void LogWakeUpFailed(Exception exception, string consumer, string tenant);
}
