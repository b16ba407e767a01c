namespace Freehold.Core.Workloads;

/// <summary>
/// The latest requests that named their workload, bounded for each workload and in all; with a policy's examples they make the classifier,
/// anew once enough have come. Safe for any number of threads.
/// </summary>
public sealed class WorkloadMemory
{
    /// <summary>Requests of one workload that are kept, the latest.</summary>
    public const int MaxPerWorkload = 50;

    /// <summary>Workloads that are kept; requests of others are not.</summary>
    public const int MaxWorkloads = 50;

    /// <summary>So many new requests, and a tenth of those that are known, are worth learning anew.</summary>
    private const int LearnAfter = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<WorkloadExample>> _seen = new(StringComparer.Ordinal);
    private readonly WorkloadExample[] _stated;
    private volatile WorkloadClassifier _classifier;
    private int _count, _new;

    /// <param name="stated">The examples of the policy.</param>
    public WorkloadMemory(IEnumerable<WorkloadExample> stated)
    {
        _stated = [.. stated];
        _classifier = WorkloadClassifier.Learn(_stated);
    }

    /// <summary>What was learned last.</summary>
    public WorkloadClassifier Classifier => _classifier;

    /// <summary>A request that named its workload.</summary>
    public void Observe(WorkloadExample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        lock (_lock)
        {
            if (!_seen.TryGetValue(example.Workload, out var queue))
            {
                if (_seen.Count == MaxWorkloads)
                {
                    return;
                }

                _seen[example.Workload] = queue = new Queue<WorkloadExample>();
            }

            queue.Enqueue(example);
            _count++;
            _new++;
            if (queue.Count > MaxPerWorkload)
            {
                queue.Dequeue();
                _count--;
            }
        }
    }

    /// <summary>Learns anew where that is due. Takes some milliseconds, so it has no place on the way of a request.</summary>
    public void Refresh()
    {
        WorkloadExample[] examples;
        lock (_lock)
        {
            if (_new < LearnAfter || _new * 10 < _count)
            {
                return;
            }

            _new = 0;
            examples = [.. _stated, .. _seen.Values.SelectMany(queue => queue)];
        }

        _classifier = WorkloadClassifier.Learn(examples);
    }
}
