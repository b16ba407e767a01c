namespace Freehold.Inference.Scheduling;

/// <summary>Sequences that wait for a place: first come first served within a tenant; between tenants, the one served least so far.</summary>
/// <remarks>Any thread may add and count; the rest is for the scheduler's thread.</remarks>
internal sealed class WaitingQueue(SchedulerOptions options, long creditTokens)
{
    private readonly Lock _gate = new();
    private readonly TenantAccounts _accounts = new(creditTokens);
    private readonly RetryEstimate _retry = new(options);
    private int _count;
    private long _arrivals;
    private bool _closed;

    public int Count => Volatile.Read(ref _count);

    /// <summary>The tenants that have sequences, waiting or running.</summary>
    public IReadOnlyList<TenantAccount> Present => _accounts.Present;

    /// <summary>The least counter of all tenants, those included that are away and remembered.</summary>
    public long LeastServed
    {
        get
        {
            lock (_gate)
                return _accounts.LeastServed();
        }
    }

    /// <summary>Adds the sequences of one request, or says why not.</summary>
    public EngineRefusal? TryAdd(ReadOnlySpan<Sequence> request, string tenant)
    {
        lock (_gate)
        {
            if (_closed)
                return new EngineStoppingRefusal();

            var ofTenant = _accounts.Find(tenant)?.Waiting.Count ?? 0;
            if (_count >= options.MaxWaitingRequests)
                return new QueueFullRefusal(_count, _retry.Ms(_count));
            if (ofTenant >= options.MaxWaitingRequestsPerTenant)
                return new QueueFullRefusal(ofTenant, _retry.Ms(ofTenant));

            var account = _accounts.FindOrAdd(tenant);
            foreach (var sequence in request)
            {
                sequence.Queue(account, _arrivals++);
                account.Waiting.AddLast(sequence);
            }

            _count += request.Length;
            return null;
        }
    }

    /// <summary>The sequence whose turn it is, of those that could run; null where there is none.</summary>
    public Sequence? Next()
    {
        if (Count == 0)
            return null;

        lock (_gate)
        {
            _accounts.Welcome();
            Sequence? next = null;
            foreach (var account in _accounts.Present)
            {
                if ((next is null || account.Served < next.Account.Served) && FirstReady(account) is { } first)
                    next = first;
            }

            return next;
        }
    }

    /// <summary>Takes a sequence out, to run.</summary>
    public void Take(Sequence sequence)
    {
        lock (_gate)
        {
            sequence.Account.Waiting.Remove(sequence);
            sequence.Account.Active++;
            _count--;
        }
    }

    /// <summary>Puts a sequence that ran back to the head of its tenant's queue.</summary>
    public void PutBack(Sequence sequence)
    {
        lock (_gate)
        {
            var node = sequence.Account.Waiting.First;
            while (node is not null && node.Value.Order < sequence.Order)
                node = node.Next;
            if (node is null)
                sequence.Account.Waiting.AddLast(sequence);
            else
                sequence.Account.Waiting.AddBefore(node, sequence);
            sequence.Account.Active--;
            _count++;
        }
    }

    /// <summary>A sequence that ran has ended.</summary>
    public void Leave(Sequence sequence)
    {
        lock (_gate)
        {
            sequence.Account.Active--;
            _accounts.LeaveIfDone(sequence.Account);
            _retry.Add(sequence.ServiceMs);
        }
    }

    /// <summary>Ends the sequences that were cancelled while they waited.</summary>
    public void FinishCancelled()
    {
        lock (_gate)
        {
            _accounts.Welcome();
            for (var i = _accounts.Present.Count - 1; i >= 0; i--)
            {
                var account = _accounts.Present[i];
                for (var node = account.Waiting.First; node is not null;)
                {
                    var (current, next) = (node, node.Next);
                    if (current.Value.IsCancelled)
                    {
                        account.Waiting.Remove(current);
                        _count--;
                        current.Value.Finish(FinishReason.Cancelled);
                    }

                    node = next;
                }

                _accounts.LeaveIfDone(account);
            }
        }
    }

    /// <summary>Refuses what waits and what comes; what had begun ends as cancelled.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var sequence in _accounts.All.SelectMany(account => account.Waiting))
                sequence.TurnAway(new EngineStoppingRefusal());
            _count = 0;
        }
    }

    private static Sequence? FirstReady(TenantAccount account)
    {
        for (var node = account.Waiting.First; node is not null; node = node.Next)
        {
            if (node.Value.IsReady)
                return node.Value;
        }

        return null;
    }
}
