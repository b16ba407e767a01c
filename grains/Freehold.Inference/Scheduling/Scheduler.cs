using System.Runtime.ExceptionServices;
using Freehold.Inference.Models;
using Freehold.Inference.Sampling;

namespace Freehold.Inference.Scheduling;

/// <summary>
/// Runs sequences together, one step of the model at a time (continuous batching: Yu et al. 2022, Orca). A step takes one token of every
/// sequence that is writing, and fills up with prompts being read. Sequences come and go between steps; one that runs gives its blocks back
/// when an older one needs them, and goes on later where it stopped.
/// </summary>
/// <remarks>For one thread, but for <see cref="Submit"/>, <see cref="Load"/> and <see cref="NoteCancellation"/>. No clock decides anything.</remarks>
internal sealed class Scheduler
{
    // How far behind in service a tenant's prompt must be for the others to leave it a whole step, in full steps; and what a tenant that
    // was away may be behind at most. Tenants that are equally busy are never that far apart, so their tokens keep flowing.
    private const int RestLeadSteps = 4, CreditSteps = 16;

    // The running step is what another tenant's first token may have to wait for. So a tenant that has had more than another, be that one
    // away, reads in steps of half the size; but beside what is being written prompts get at least an eighth.
    private const int SharedStepPart = 2, LeastPromptPart = 8;

    private static readonly Comparison<Sequence> ByService = (a, b) =>
        (a.Account.Served, a.Order).CompareTo((b.Account.Served, b.Order));

    private readonly LoadedModel _model;
    private readonly SchedulerOptions _options;
    private readonly WaitingQueue _waiting;
    private readonly Preemption _preemption;
    private readonly List<Sequence> _active = [];
    private readonly List<Sequence> _stepping = [];
    private readonly List<Sequence> _readers = [];
    private readonly ForwardBatch _batch;
    private readonly SamplerScratch _scratch;
    private readonly Speculator? _speculator;
    private volatile int _activeCount;
    private volatile bool _cancellations;

    public Scheduler(LoadedModel model, SchedulerOptions options, LoadedModel? draft = null)
    {
        _model = model;
        _options = options;
        _batch = new ForwardBatch(model.Options.MaxBatchTokens, model.Info.VocabularySize);
        _waiting = new WaitingQueue(options, CreditSteps * _batch.Capacity);
        _preemption = new Preemption(options.MaxActiveRequests, model.KvPool.MaxBlocks);
        _scratch = new SamplerScratch(model.Info.VocabularySize);
        _speculator = draft is null ? null : new Speculator(draft, model.Info.VocabularySize);
    }

    public EngineLoad Load => new(_waiting.Count, _activeCount);

    /// <summary>Queues the sequences of a request, or says why not.</summary>
    public EngineRefusal? Submit(ReadOnlySpan<Sequence> request, string tenant) => _waiting.TryAdd(request, tenant);

    /// <summary>Says that a sequence was cancelled, so that the next step looks for it.</summary>
    public void NoteCancellation() => _cancellations = true;

    /// <summary>Does one step. False where there was nothing to do: everybody is waiting for a reader, or nobody is here.</summary>
    public bool Step()
    {
        EndCancelled();
        Admit();
        Compose();
        if (_stepping.Count > 0)
            Run();
        foreach (var sequence in _active)
            sequence.FlushIfDue();
        return _stepping.Count > 0;
    }

    /// <summary>Ends everything, and refuses what comes.</summary>
    public void Close()
    {
        foreach (var sequence in _active)
            sequence.Finish(FinishReason.Cancelled);
        _active.Clear();
        _activeCount = 0;
        _waiting.Close();
    }

    private void EndCancelled()
    {
        if (!_cancellations)
            return;

        _cancellations = false;
        _waiting.FinishCancelled();
        for (var i = _active.Count - 1; i >= 0; i--)
        {
            if (_active[i].IsCancelled)
                Retire(_active[i], FinishReason.Cancelled);
        }
    }

    private void Admit()
    {
        while (_waiting.Next() is { } next && MakeRoom(next))
        {
            _waiting.Take(next);
            next.Begin();
            var at = _active.FindIndex(other => other.Order > next.Order);
            _active.Insert(at < 0 ? _active.Count : at, next);
            _activeCount = _active.Count;
        }
    }

    // Blocks for the tokens that it has now, and one more for each that runs, so that it is not sent away again at once.
    private bool MakeRoom(Sequence next)
    {
        var blocks = next.Cache.BlocksToBegin(next.Tokens);
        while (_active.Count == _options.MaxActiveRequests || blocks + _active.Count > _model.KvPool.FreeBlocks)
        {
            if (_preemption.ForAdmission(_active, next, blocks, _waiting.Present.Count) is not { } victim)
                return false;
            Preempt(victim);
            blocks = next.Cache.BlocksToBegin(next.Tokens);
        }

        return true;
    }

    private void Compose()
    {
        _batch.Clear();
        _stepping.Clear();
        var leastServed = LeastServedReader();
        AddWriters(leastServed);
        AddReaders(leastServed);
    }

    private void AddWriters(long leastServed)
    {
        foreach (var sequence in _active)
        {
            if (!sequence.IsReading && !sequence.IsBlocked && !Rests(sequence, leastServed))
                _stepping.Add(sequence);
        }

        // Oldest first, so that whoever must give way has not been added yet. All have a place: MaxActiveRequests is at most the capacity.
        for (var i = 0; i < _stepping.Count; i++)
        {
            if (!_stepping[i].Cache.IsHeld || !Grow(_stepping[i]))
                _stepping.RemoveAt(i--);
        }

        _speculator?.Propose(_stepping, _batch.Capacity - _stepping.Count);
        foreach (var sequence in _stepping)
            sequence.AddTo(_batch, 1);
    }

    // The least served tenant first, as far as its prompts go; those of one tenant side by side.
    private void AddReaders(long leastServed)
    {
        _readers.Clear();
        foreach (var sequence in _active)
        {
            if (sequence.IsReading && !Rests(sequence, leastServed))
                _readers.Add(sequence);
        }

        _readers.Sort(ByService);
        var most = leastServed <= _waiting.LeastServed
            ? _batch.Capacity
            : Math.Min(_batch.Capacity, Math.Max(_batch.Capacity / SharedStepPart, _batch.Count + _batch.Capacity / LeastPromptPart));
        for (var i = 0; i < _readers.Count && _batch.Count < most; i++)
        {
            var ofTenant = 0;
            for (var j = i; j < _readers.Count; j++)
                ofTenant += _readers[j].Account == _readers[i].Account ? 1 : 0;
            _readers[i].AddTo(_batch, Math.Max(1, (most - _batch.Count) / ofTenant));
            _stepping.Add(_readers[i]);
        }
    }

    private long LeastServedReader()
    {
        var least = long.MaxValue;
        foreach (var sequence in _active)
        {
            if (sequence.IsReading)
                least = Math.Min(least, sequence.Account.Served);
        }

        return least;
    }

    // A first token for a tenant far behind comes before the next token of one far ahead.
    private bool Rests(Sequence sequence, long leastServed) =>
        leastServed < sequence.Account.Served - RestLeadSteps * _batch.Capacity;

    // A block for the next token, from others if need be. False where the sequence itself had to give way.
    private bool Grow(Sequence sequence)
    {
        while (!sequence.Cache.Blocks.TryReserve(sequence.Tokens.Count))
        {
            var victim = _preemption.ForGrowth(_active, sequence);
            Preempt(victim);
            if (victim == sequence)
                return false;
        }

        return true;
    }

    private void Preempt(Sequence sequence)
    {
        _active.Remove(sequence);
        _activeCount = _active.Count;
        sequence.Interrupt();
        _waiting.PutBack(sequence);
    }

    private void Run()
    {
        try
        {
            _model.Network.Forward(_batch);
        }
        catch (Exception exception)
        {
            RunApart(exception);
            return;
        }

        foreach (var sequence in _stepping)
            Settle(sequence);
    }

    // Nobody has seen anything of a step that failed, so each sequence does it again alone: only those that fail again are lost.
    private void RunApart(Exception fault)
    {
        foreach (var sequence in _stepping)
            sequence.Rewind();
        foreach (var sequence in _stepping)
        {
            try
            {
                if (_stepping.Count == 1)
                    ExceptionDispatchInfo.Throw(fault);
                _batch.Clear();
                sequence.AddTo(_batch, sequence.StepTokens);
                _model.Network.Forward(_batch);
            }
            catch (Exception exception)
            {
                Fail(sequence, exception);
                continue;
            }

            Settle(sequence);
        }
    }

    private void Settle(Sequence sequence)
    {
        try
        {
            var reason = sequence.Settle(_batch, _scratch);
            sequence.Account.Served += sequence.TakeCost();
            if (reason is { } end)
                Retire(sequence, end);
        }
        catch (Exception exception)
        {
            Fail(sequence, exception);
        }
    }

    private void Retire(Sequence sequence, FinishReason reason)
    {
        Remove(sequence);
        sequence.Finish(reason);
    }

    private void Fail(Sequence sequence, Exception exception)
    {
        Remove(sequence);
        sequence.Fail(new EngineFaultException($"A step of model '{_model.Info.Name}' failed: {exception.Message}", exception));
    }

    private void Remove(Sequence sequence)
    {
        _active.Remove(sequence);
        _activeCount = _active.Count;
        _waiting.Leave(sequence);
    }
}
