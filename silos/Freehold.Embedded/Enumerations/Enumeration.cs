using Orleans.Runtime;

namespace Freehold.Embedded.Enumerations;

/// <summary>One iterator of a grain, and what its consumer has not fetched yet.</summary>
internal abstract class Enumeration : IAsyncDisposable
{
    public CancellationTokenSource Cancellation { get; } = new();

    public int MaxBatchSize { get; set; }

    /// <summary>Whether the consumer waits for a step.</summary>
    public bool IsAsked { get; set; }

    public long SeenMs { get; set; }

    public abstract ValueTask DisposeAsync();
}

internal sealed class Enumeration<T> : Enumeration
{
    private static readonly (EnumerationResult, object?) NotReady = (EnumerationResult.Heartbeat, null);

    private IAsyncEnumerator<T>? _enumerator;
    private Task<bool>? _pending;

    public void Start(IAsyncEnumerable<T> elements) => _enumerator = elements.GetAsyncEnumerator(Cancellation.Token);

    /// <summary>The elements that the iterator gives without waiting, up to a batch; heartbeat when it gives none.</summary>
    public (EnumerationResult Status, object? Value) TakeReady()
    {
        if (_pending is { IsCompleted: false })
        {
            return NotReady;
        }

        T? single = default;
        List<T>? batch = null;
        var count = 0;
        while (count < MaxBatchSize)
        {
            if (_pending is null)
            {
                var moved = _enumerator!.MoveNextAsync();
                if (!moved.IsCompletedSuccessfully)
                {
                    _pending = moved.AsTask();
                    if (!_pending.IsCompleted || count > 0)
                    {
                        break;
                    }
                }
                else if (!moved.Result)
                {
                    return Pack(EnumerationResult.Completed, count, single, batch);
                }
            }

            if (_pending is { } finished)
            {
                _pending = null;
                if (!finished.GetAwaiter().GetResult())
                {
                    return Pack(EnumerationResult.Completed, count, single, batch);
                }
            }

            Add(_enumerator!.Current, ref count, ref single, ref batch);
        }

        return count == 0 ? NotReady : Pack(default, count, single, batch);
    }

    /// <summary>Waits for the element that <see cref="TakeReady"/> found pending.</summary>
    public async Task<(EnumerationResult Status, object? Value)> TakeNextAsync()
    {
        var pending = _pending!;
        var moved = await pending;
        if (ReferenceEquals(_pending, pending))
        {
            _pending = null;
        }

        return _enumerator is not { } enumerator ? (EnumerationResult.Canceled, null)
            : moved ? (EnumerationResult.Element, enumerator.Current)
            : (EnumerationResult.Completed, null);
    }

    /// <summary>An iterator must not be disposed while it moves, so its cancelled move is awaited first.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_pending is { } pending)
        {
            await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (_enumerator is { } enumerator)
        {
            _enumerator = null;
            await enumerator.DisposeAsync();
        }
    }

    private static void Add(T element, ref int count, ref T? single, ref List<T>? batch)
    {
        switch (count++)
        {
            case 0:
                single = element;
                break;
            case 1:
                batch = [single!, element];
                break;
            default:
                batch!.Add(element);
                break;
        }
    }

    private static (EnumerationResult Status, object? Value) Pack(EnumerationResult end, int count, T? single, List<T>? batch) => count switch
    {
        0 => (end, null),
        1 => (end | EnumerationResult.Element, single),
        _ => (end | EnumerationResult.Batch, batch),
    };
}
