namespace Freehold.MockUpstream;

/// <summary>The last requests, oldest first.</summary>
internal sealed class RequestLog(int bound)
{
    private readonly Lock _lock = new();
    private readonly Queue<MockRequest> _requests = new();
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(MockRequest request)
    {
        Interlocked.Increment(ref _count);
        if (bound == 0) return;
        lock (_lock)
        {
            if (_requests.Count == bound) _requests.Dequeue();
            _requests.Enqueue(request);
        }
    }

    public void Tick() => Interlocked.Increment(ref _count);

    public IReadOnlyList<MockRequest> Snapshot()
    {
        lock (_lock) return [.. _requests];
    }
}
