using Freehold.Inference.Models;
using Freehold.Inference.Sampling;

namespace Freehold.Inference.Scheduling;

/// <summary>
/// Runs the active sequences together, one step of the model at a time: each step takes one token of every sequence that is writing, and
/// shares what room is left among those whose prompts are still being read. Sequences come and go between steps.
/// </summary>
/// <remarks>One thread, which also takes part in the kernels. Only the queue, the load and the wake-up are shared with other threads.</remarks>
internal sealed class Scheduler
{
    private readonly LoadedModel _model;
    private readonly SchedulerOptions _options;
    private readonly WaitingQueue _waiting;
    private readonly List<Sequence> _active = [];
    private readonly List<Sequence> _stepping = [];
    private readonly ForwardBatch _batch;
    private readonly SamplerScratch _scratch;
    private readonly object _signal = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _signalled;
    private int _reservedBlocks;
    private volatile int _activeCount;
    private volatile bool _stopping;

    public Scheduler(LoadedModel model, SchedulerOptions options)
    {
        _model = model;
        _options = options;
        _waiting = new WaitingQueue(options);
        _batch = new ForwardBatch(model.Options.MaxBatchTokens, model.Info.VocabularySize);
        _scratch = new SamplerScratch(model.Info.VocabularySize);
        new Thread(Run) { IsBackground = true, Name = "freehold-scheduler" }.Start();
    }

    public EngineLoad Load => new(_waiting.Count, _activeCount);

    /// <summary>Queues a sequence, or says why not.</summary>
    public EngineRefusal? Submit(Sequence sequence)
    {
        var refusal = _waiting.TryAdd(sequence);
        if (refusal is null)
            Wake();
        return refusal;
    }

    /// <summary>Something changed that a waiting scheduler must look at: a request, a cancellation, a reader that has caught up.</summary>
    public void Wake()
    {
        lock (_signal)
        {
            _signalled = true;
            Monitor.Pulse(_signal);
        }
    }

    /// <summary>Ends all sequences and completes when the thread has done its last step.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        Wake();
        return _stopped.Task;
    }

    private void Run()
    {
        while (!_stopping)
        {
            RetireCancelled();
            Admit();
            Compose();
            if (_stepping.Count > 0)
                Step();
            foreach (var sequence in _active)
                sequence.Output.FlushIfDue();
            if (_stepping.Count == 0)
                WaitForSignal();
        }

        foreach (var sequence in _active)
            sequence.Finish(FinishReason.Cancelled);
        _waiting.Close();
        _activeCount = 0;
        _stopped.SetResult();
    }

    private void WaitForSignal()
    {
        lock (_signal)
        {
            while (!_signalled)
                Monitor.Wait(_signal);
            _signalled = false;
        }
    }

    private void RetireCancelled()
    {
        _waiting.FinishCancelled();
        for (var i = _active.Count - 1; i >= 0; i--)
        {
            if (_active[i].IsCancelled)
                Retire(_active[i], FinishReason.Cancelled);
        }
    }

    private void Admit()
    {
        while (_active.Count < _options.MaxActiveRequests && _waiting.Peek() is { } next)
        {
            var blocks = KvBlockPool.BlocksFor(next.MaxPositions);
            if (_reservedBlocks + blocks > _model.KvPool.MaxBlocks)
                return;

            _waiting.Dequeue();
            _reservedBlocks += blocks;
            next.Admit(new KvCache(_model.KvPool, next.MaxPositions));
            _active.Add(next);
            _activeCount = _active.Count;
        }
    }

    private void Compose()
    {
        _batch.Clear();
        _stepping.Clear();
        var prefilling = 0;
        foreach (var sequence in _active)
        {
            if (sequence.IsPrefilling)
            {
                prefilling++;
            }
            else if (!sequence.Output.IsBlocked)
            {
                sequence.AddTo(_batch, 1);
                _stepping.Add(sequence);
            }
        }

        // Every sequence has a place: MaxActiveRequests is at most the batch's capacity.
        foreach (var sequence in _active)
        {
            if (sequence.IsPrefilling)
            {
                sequence.AddTo(_batch, (_batch.Capacity - _batch.Count) / prefilling--);
                _stepping.Add(sequence);
            }
        }
    }

    private void Step()
    {
        try
        {
            _model.Network.Forward(_batch);
            foreach (var sequence in _stepping)
            {
                if (sequence.LogitRow >= 0 && sequence.Accept(_batch.Logits(sequence.LogitRow), _scratch) is { } reason)
                    Retire(sequence, reason);
            }
        }
        catch (Exception exception)
        {
            var fault = new EngineFaultException($"A step of model '{_model.Info.Name}' failed: {exception.Message}", exception);
            foreach (var sequence in _stepping)
            {
                if (sequence.Cache is not null)
                {
                    Remove(sequence);
                    sequence.Fail(fault);
                }
            }
        }
    }

    private void Retire(Sequence sequence, FinishReason reason)
    {
        _waiting.RecordServiceMs(sequence.ServiceMs);
        Remove(sequence);
        sequence.Finish(reason);
    }

    private void Remove(Sequence sequence)
    {
        _active.Remove(sequence);
        _activeCount = _active.Count;
        _reservedBlocks -= KvBlockPool.BlocksFor(sequence.MaxPositions);
    }
}
