using Freehold.Inference.Models;

namespace Freehold.Inference.Embeddings;

/// <summary>The thread that runs requests for embeddings, in turns of one step, and those that wait for their turn.</summary>
internal sealed class EmbeddingQueue
{
    private const int MinRetryAfterMs = 100, MaxRetryAfterMs = 60_000;

    // Weight of the newest request in the running mean, as in TCP's smoothed round-trip time (RFC 6298).
    private const double NewestWeight = 1.0 / 8;

    private readonly TextEmbedder _embedder;
    private readonly int _maxRequests;
    private readonly Queue<EmbeddingJob> _jobs = new();
    private readonly object _gate = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double _meanServiceMs = 100;
    private bool _isRunning;
    private bool _stopping;

    public EmbeddingQueue(TextEmbedder embedder, int maxRequests)
    {
        _embedder = embedder;
        _maxRequests = maxRequests;
        new Thread(Run) { IsBackground = true, Name = "freehold-embeddings" }.Start();
    }

    public EngineLoad Load
    {
        get
        {
            lock (_gate)
                return new EngineLoad(_jobs.Count, _isRunning ? 1 : 0);
        }
    }

    /// <summary>Queues a request, or says why not.</summary>
    public EngineRefusal? Submit(EmbeddingJob job)
    {
        lock (_gate)
        {
            if (_stopping)
                return new EngineStoppingRefusal();
            if (_jobs.Count >= _maxRequests)
            {
                var retryMs = (int)Math.Clamp(_meanServiceMs, MinRetryAfterMs, MaxRetryAfterMs);
                return new QueueFullRefusal(_jobs.Count, retryMs);
            }

            _jobs.Enqueue(job);
            Monitor.Pulse(_gate);
            return null;
        }
    }

    /// <summary>Cancels all requests and completes when the thread has done its last step.</summary>
    public Task StopAsync()
    {
        lock (_gate)
        {
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        return _stopped.Task;
    }

    private void Run()
    {
        while (Next() is { } job)
        {
            if (!TryStep(job))
                Return(job);
        }

        foreach (var job in _jobs)
            job.Cancel();
        _stopped.SetResult();
    }

    private EmbeddingJob? Next()
    {
        lock (_gate)
        {
            _isRunning = false;
            while (_jobs.Count == 0 && !_stopping)
                Monitor.Wait(_gate);
            _isRunning = !_stopping;
            return _stopping ? null : _jobs.Dequeue();
        }
    }

    // Behind those that came meanwhile: one step each.
    private void Return(EmbeddingJob job)
    {
        lock (_gate)
            _jobs.Enqueue(job);
    }

    /// <summary>True where the job has come to its end, whichever.</summary>
    private bool TryStep(EmbeddingJob job)
    {
        try
        {
            if (job.IsCancelled)
            {
                job.Cancel();
                return true;
            }

            if (!job.Step(_embedder))
                return false;
            lock (_gate)
                _meanServiceMs += (job.AgeMs - _meanServiceMs) * NewestWeight;
            job.Complete();
        }
        catch (Exception exception)
        {
            job.Fail(new EngineFaultException($"A step of model '{_embedder.Config.Name}' failed: {exception.Message}", exception));
        }

        return true;
    }
}
