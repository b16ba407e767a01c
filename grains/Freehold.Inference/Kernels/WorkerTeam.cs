using System.Runtime.ExceptionServices;

namespace Freehold.Inference.Kernels;

/// <summary>
/// A fixed set of threads that share the items of one job at a time with the thread that calls <see cref="Run"/>. Nothing is allocated
/// per job.
/// </summary>
/// <remarks>
/// Items are handed out in chunks, so that a thread that the system has put aside holds up nobody: a job is over when its items are
/// done, not when every thread has reported. Threads spin briefly between jobs (a decode step is many jobs a few microseconds apart) and
/// then park. One caller at a time.
/// </remarks>
internal sealed class WorkerTeam : IDisposable
{
    /// <summary>More threads than any machine this is meant for has cores; a bound on configuration.</summary>
    public const int MaxThreads = 256;

    // About 50 microseconds: longer than the gaps inside a step, shorter than anyone would notice on an idle machine.
    private const int SpinsBeforeParking = 1_000;
    private const int SpinsBeforeYielding = 200;
    private const int PauseIterations = 16;

    // Chunks per thread: fine enough that threads finish together, coarse enough that taking one costs nothing.
    private const int ChunksPerThread = 4;

    // No job has as many items, so no item can be taken.
    private const ulong Closed = int.MaxValue;

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _wake = new(0);

    // Upper half: number of the job. Lower half: next item to hand out. In one word, so that a late thread cannot take an item of
    // a job that it has not seen.
    private ulong _ticket;
    private IParallelJob? _job;
    private int _items;
    private int _chunk;
    private int _unfinished;
    private int _parked;
    private volatile bool _stopping;
    private ExceptionDispatchInfo? _fault;

    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, MaxThreads);
        _helpers = new Thread[threads - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            var worker = i + 1;
            _helpers[i] = new Thread(() => Help(worker)) { IsBackground = true, Name = $"freehold-kernel-{worker}" };
            _helpers[i].Start();
        }
    }

    /// <summary>Threads that take part, the caller's included.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Runs the job and returns when all of it is done; an exception of any thread is thrown here.</summary>
    /// <param name="job">The work.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="minChunk">Fewest items worth another thread's attention: fewer than two such chunks run on the caller alone.</param>
    public void Run(IParallelJob job, int items, int minChunk)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (_helpers.Length == 0 || items < 2L * minChunk)
        {
            job.Run(0, 0, items);
            return;
        }

        Publish(job, items, minChunk);
        while (TakeChunk(0))
        {
        }

        for (var spins = 0; Volatile.Read(ref _unfinished) > 0; spins++)
        {
            if (spins < SpinsBeforeYielding)
                Thread.SpinWait(PauseIterations);
            else
                Thread.Yield();
        }

        Interlocked.Exchange(ref _fault, null)?.Throw();
    }

    public void Dispose()
    {
        if (_stopping)
            return;

        _stopping = true;
        _wake.Release(Threads);
        foreach (var helper in _helpers)
            helper.Join();
        _wake.Dispose();
    }

    private void Publish(IParallelJob job, int items, int minChunk)
    {
        // Closed first: a late thread that still holds the last job's ticket must not match it with the new job's items.
        var number = _ticket >> 32;
        Interlocked.Exchange(ref _ticket, ((number + 1) << 32) | Closed);
        _job = job;
        _items = items;
        _chunk = Math.Max(minChunk, items / (Threads * ChunksPerThread));
        Volatile.Write(ref _unfinished, items);
        Volatile.Write(ref _ticket, (number + 2) << 32);
        var parked = Interlocked.Exchange(ref _parked, 0);
        if (parked > 0)
            _wake.Release(parked);
    }

    private void Help(int worker)
    {
        var spins = 0;
        while (!_stopping)
        {
            if (TakeChunk(worker))
            {
                spins = 0;
            }
            else if (++spins < SpinsBeforeParking)
            {
                Thread.SpinWait(PauseIterations);
            }
            else
            {
                // A job published just before this line may go unseen; its caller does it alone, and the next one wakes us.
                Interlocked.Increment(ref _parked);
                if (!_stopping)
                    _wake.Wait();
                spins = 0;
            }
        }
    }

    private bool TakeChunk(int worker)
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var (job, items, chunk) = (_job, _items, _chunk);
            var start = (int)(uint)ticket;
            if (job is null || start >= items)
                return false;

            var end = Math.Min(items, start + chunk);
            // Success proves that the job read above is still the current one: it cannot end before the items taken here are done.
            if (Interlocked.CompareExchange(ref _ticket, (ticket & ~0xFFFF_FFFFUL) | (uint)end, ticket) != ticket)
                continue;

            try
            {
                job.Run(worker, start, end);
            }
            catch (Exception exception)
            {
                Volatile.Write(ref _fault, ExceptionDispatchInfo.Capture(exception));
            }

            Interlocked.Add(ref _unfinished, start - end);
            return true;
        }
    }
}
