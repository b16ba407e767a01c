namespace Freehold.Contracts.Routing;

/// <summary>How busy the workers of this installation are, as they say. Key: <see cref="Key"/>.</summary>
/// <remarks>
/// Workers report at most twice a second and only what changed; routers look for news once a second, in their background refresh, so no
/// request waits for this grain. A report replaces the worker's last one and holds for <see cref="LeaseSeconds"/>. Nothing is stored: after a
/// failure every worker has reported again within seconds. Calls are idempotent.
/// </remarks>
[Alias("freehold.ILoadGrain")]
public interface ILoadGrain : IGrainWithStringKey
{
    /// <summary>The one key of this grain.</summary>
    const string Key = "load";

    /// <summary>How long a report holds, in seconds.</summary>
    const int LeaseSeconds = 15;

    /// <summary>Most workers whose reports are held; beyond, one of a worker that is not among them is left out.</summary>
    const int MaxWorkers = 10_000;

    /// <summary>Replaces what a worker said of itself.</summary>
    [AlwaysInterleave, Alias("Report")]
    Task ReportAsync(WorkerLoad load, CancellationToken cancellationToken);

    /// <summary>What all workers say. Where <paramref name="knownVersion"/> is current, null.</summary>
    [AlwaysInterleave, Alias("GetNewer")]
    Task<LoadSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken);
}
