using Freehold.Contracts.Routing;

namespace Freehold.Grains.Routing;

/// <inheritdoc cref="ILoadGrain"/>
[KeepAlive]
public sealed class LoadGrain(TimeProvider time) : Grain, ILoadGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(ILoadGrain.LeaseSeconds);

    private readonly Dictionary<string, (long ReportedAt, WorkerLoad Load)> _workers = new(StringComparer.Ordinal);
    private LoadSnapshot _snapshot = LoadSnapshot.Empty;
    private bool _changed;

    /// <inheritdoc/>
    public Task ReportAsync(WorkerLoad load, CancellationToken cancellationToken)
    {
        var isKnown = _workers.TryGetValue(load.Place, out var known);
        if (isKnown || _workers.Count < ILoadGrain.MaxWorkers)
        {
            _workers[load.Place] = (time.GetTimestamp(), load);
            _changed |= !isKnown || !known.Load.Models.AsSpan().SequenceEqual(load.Models);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<LoadSnapshot?> GetNewerAsync(long knownVersion, CancellationToken cancellationToken)
    {
        DropSilent();
        if (_changed)
        {
            _changed = false;

            // Ticks, not a counter: after a move to another silo the versions must not start again at one a router may hold.
            _snapshot = new LoadSnapshot
            {
                Version = Math.Max(_snapshot.Version + 1, time.GetUtcNow().UtcTicks),
                Workers = [.. _workers.Values.Select(worker => worker.Load).OrderBy(load => load.Place, StringComparer.Ordinal)],
            };
        }

        return Task.FromResult(_snapshot.Version == knownVersion ? null : _snapshot);
    }

    private void DropSilent()
    {
        foreach (var (place, worker) in _workers)
        {
            if (time.GetElapsedTime(worker.ReportedAt) > Lease)
            {
                _workers.Remove(place); // Allowed while enumerating since .NET Core 3.0.
                _changed = true;
            }
        }
    }
}
