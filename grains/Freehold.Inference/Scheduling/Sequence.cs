using Freehold.Inference.Constraints;
using Freehold.Inference.Models;
using Freehold.Inference.Sampling;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Scheduling;

/// <summary>One answer on its way: its tokens so far, what of them is in the cache, and to whom it goes.</summary>
/// <remarks>Used by the scheduler's thread only, but for the cancellation flag.</remarks>
internal sealed class Sequence
{
    private readonly TimeProvider _time;
    private readonly long _submittedAt;
    private readonly Sampler _sampler;
    private readonly TokenConstraint? _constraint;
    private readonly LogProbReader? _logProbs;
    private readonly StreamingDetokenizer _detokenizer;
    private readonly StopMatcher _stops;
    private readonly Func<int, bool> _endsText;
    private readonly RequestOutput _request;
    private readonly SequenceOutput _output;
    private readonly Sequence? _leader;
    private readonly int _index;
    private double _logProbSum;
    private int _logitRow;
    private int _paidTokens;
    private int? _cachedPromptTokens;
    private long? _admittedAt;
    private long? _firstTokenAt;
    private bool _ended;
    private volatile bool _cancelled;

    /// <param name="plan">What the answers of the request have in common.</param>
    /// <param name="index">Which answer of the request this is, from 0.</param>
    /// <param name="leader">The first answer, whose prompt this one shares; null for the first one itself.</param>
    public Sequence(SequencePlan plan, int index, Sequence? leader)
    {
        Tokens = [.. plan.Prompt];
        PromptTokens = plan.Prompt.Length;
        MaxTokens = plan.MaxTokens;
        Cache = new SequenceCache(plan.Pool, plan.Request.Tenant, plan.Request.Adapter, MaxPositions);
        Draft = plan.DraftPool is { } pool
            ? new SequenceDraft(new SequenceCache(pool, plan.Request.Tenant, adapter: null, MaxPositions))
            : null;
        _leader = leader;
        _endsText = plan.EndsText;
        _time = plan.Time;
        _submittedAt = plan.Time.GetTimestamp();
        _constraint = plan.Constraint is { } machine ? new TokenConstraint(machine, plan.MaxTokens) : null;
        _sampler = new Sampler(plan.Request.Sampling.ForChoice(index), plan.Prompt, _constraint);
        _logProbs = plan.Request.TopLogProbs is { } top ? new LogProbReader(plan.Tokenizer, top) : null;
        _detokenizer = new StreamingDetokenizer(plan.Tokenizer);
        _stops = new StopMatcher(plan.Request.Stop);
        _request = plan.Output;
        _index = index;
        _output = new SequenceOutput(plan.Output, index, plan.Options, plan.Time);
    }

    /// <summary>Prompt and answer so far.</summary>
    public List<int> Tokens { get; }

    public int PromptTokens { get; }

    /// <summary>Most tokens to generate.</summary>
    public int MaxTokens { get; }

    /// <summary>Positions that the whole sequence can come to.</summary>
    public int MaxPositions => PromptTokens + MaxTokens;

    public SequenceCache Cache { get; }

    /// <summary>What a draft model proposes; null where there is none.</summary>
    public SequenceDraft? Draft { get; }

    /// <summary>Whose it is; set when it is queued.</summary>
    public TenantAccount Account { get; private set; } = null!;

    /// <summary>When it came: a lower number is older.</summary>
    public long Order { get; private set; }

    public bool IsCancelled => _cancelled;

    /// <summary>True while its reader is too far behind for another token.</summary>
    public bool IsBlocked => _output.IsBlocked;

    /// <summary>True where it can run: its reader has room, and the prompt that it shares has been read once.</summary>
    public bool IsReady => !IsBlocked && _leader is not { _ended: false, Generated: 0 };

    /// <summary>Tokens not yet in the cache; the last one never is, because its logits are what the next step computes.</summary>
    public int Pending => Tokens.Count - Cache.Length;

    /// <summary>True while more than the last token has to go through the model.</summary>
    public bool IsReading => Pending > 1;

    public int Generated => Tokens.Count - PromptTokens;

    /// <summary>Tokens that it put into the step.</summary>
    public int StepTokens { get; private set; }

    public double ServiceMs => _admittedAt is { } at ? _time.GetElapsedTime(at).TotalMilliseconds : 0;

    public void Cancel() => _cancelled = true;

    public void Queue(TenantAccount account, long order) => (Account, Order) = (account, order);

    /// <summary>Takes the blocks that it needs now, those included that hold the beginning of its tokens already.</summary>
    public void Begin()
    {
        var shared = Cache.Begin(Tokens);
        _cachedPromptTokens ??= shared;
        _paidTokens = Math.Max(_paidTokens, shared);
        _admittedAt ??= _time.GetTimestamp();
    }

    /// <summary>Gives the blocks back, to begin again later with all tokens that it has by now.</summary>
    public void Interrupt()
    {
        Cache.Release();
        StopDrafting();
        _output.FlushNow();
    }

    /// <summary>Asks for proposals, at most so many, that the sequence has blocks and tokens left for.</summary>
    public SequenceDraft? OpenDraft(int most, int draftContext)
    {
        var left = Math.Min(MaxTokens - Generated - 1, draftContext - Tokens.Count);
        if (!Cache.Blocks.TryReserve(Tokens.Count + Math.Clamp(most, 0, left < 0 ? 0 : left)))
            left = 0;
        Draft!.Open(Math.Min(most, left));
        return Draft;
    }

    /// <summary>Forgets what was proposed, and what the draft model has in its cache.</summary>
    public void StopDrafting()
    {
        Draft?.Drop();
        Draft?.Cache.Release();
    }

    /// <summary>Puts the next tokens into the step, and after the last one those proposed.</summary>
    public void AddTo(ForwardBatch batch, int maxTokens)
    {
        _logitRow = -1;
        var blocks = Cache.Blocks;
        StepTokens = Math.Min(Pending, maxTokens);
        for (var i = 0; i < StepTokens; i++)
            _logitRow = batch.Add(blocks, Tokens[blocks.Length], wantsLogits: blocks.Length == Tokens.Count - 1);
        foreach (var proposed in Proposed)
            batch.Add(blocks, proposed, wantsLogits: true);
    }

    /// <summary>Takes back what it put into a step that failed.</summary>
    public void Rewind()
    {
        Cache.Blocks.Truncate(Cache.Length - StepTokens - Proposed.Length);
        StopDrafting();
    }

    /// <summary>Takes what the step brought. Returns why the sequence ends with it, or null.</summary>
    public FinishReason? Settle(ForwardBatch batch, SamplerScratch scratch)
    {
        var (accepted, known) = (0, Cache.Length - Proposed.Length);
        FinishReason? reason = null;
        if (_logitRow >= 0)
        {
            reason = Accept(batch.Logits(_logitRow), scratch);
            for (; reason is null && accepted < Proposed.Length && Tokens[^1] == Proposed[accepted]; accepted++)
                reason = Accept(batch.Logits(_logitRow + accepted + 1), scratch);
        }

        Cache.Blocks.Truncate(known + accepted);
        Cache.NameFullBlocks(Tokens);
        Draft?.Close(accepted, Tokens);
        return reason;
    }

    /// <summary>What the tokens cost that went through the model for the first time since this was last asked.</summary>
    public long TakeCost()
    {
        var (from, to) = (_paidTokens, Math.Max(_paidTokens, Cache.Length));
        _paidTokens = to;
        var read = Math.Min(to, PromptTokens) - Math.Min(from, PromptTokens);
        return read * TenantAccount.InputWeight + (to - from - read) * TenantAccount.OutputWeight;
    }

    public void FlushIfDue() => _output.FlushIfDue();

    /// <summary>Tells the reader the end and gives the blocks back.</summary>
    public void Finish(FinishReason reason)
    {
        if (!_stops.Matched)
        {
            _output.AddText(_stops.Push(_detokenizer.Flush()));
            _output.AddText(_stops.Flush());
        }

        var usage = new GenerationUsage(PromptTokens, Generated, _cachedPromptTokens ?? 0);
        var timings = new GenerationTimings(Since(_admittedAt) ?? Now, Since(_firstTokenAt), Now);
        _output.Finish(new GenerationFinished(reason, usage, timings, _logProbSum)
        {
            Index = _index,
            AdapterDigest = Cache.Adapter?.Digest,
            Speculation = Draft?.Usage ?? default,
        });
        End();
    }

    /// <summary>Ends the whole request, the other answers included, with a fault of ours.</summary>
    public void Fail(Exception exception)
    {
        _request.Fail(exception);
        End();
    }

    /// <summary>Ends a waiting sequence because the engine stops: as refused where nothing was done for the request yet.</summary>
    public void TurnAway(EngineRefusal refusal)
    {
        if (_admittedAt is not null || _leader?._admittedAt is not null)
            Finish(FinishReason.Cancelled);
        else
            _request.Refuse(refusal);
    }

    private FinishReason? Accept(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        var token = _sampler.Next(logits, scratch);
        _firstTokenAt ??= _time.GetTimestamp();
        if (token.Id == SampledToken.None)
            return FinishReason.Length;
        if (_endsText(token.Id))
            return FinishReason.Stop;

        Tokens.Add(token.Id);
        _logProbSum += token.LogProb;
        _output.Add(token.Id, token.LogProb, _stops.Push(_detokenizer.Push(token.Id)), _logProbs?.Read(token, logits, scratch));
        if (_stops.Matched || _constraint is { IsOver: true })
            return FinishReason.Stop;
        return Generated == MaxTokens ? FinishReason.Length : null;
    }

    private ReadOnlySpan<int> Proposed => Draft is { } draft ? draft.Tokens : [];

    private double Now => _time.GetElapsedTime(_submittedAt).TotalMilliseconds;

    private double? Since(long? timestamp) => timestamp is { } at ? _time.GetElapsedTime(_submittedAt, at).TotalMilliseconds : null;

    private void End()
    {
        _ended = true;
        Cache.Release();
        StopDrafting();
    }
}
