using Freehold.Inference.Kernels;
using Freehold.Inference.Models;

namespace Freehold.Inference.Scheduling;

/// <summary>
/// Lets a small draft model write ahead, so that one step of the large one can check several tokens (Leviathan et al. 2023, arXiv:2211.17192).
/// </summary>
/// <remarks>
/// The draft proposes its likeliest tokens. The model then chooses at every proposed position exactly as it would without a draft, with the
/// same sampler in the same state, and a proposal counts if it is what was chosen. So the answer is the same, token for token and for every
/// seed, whatever the draft says and however many tokens it was asked for: the coupling depends on the sampler's own random numbers alone
/// (Daliri et al. 2024, arXiv:2408.07978). Leviathan's rejection keeps the distribution only, and would give other text under load; it accepts
/// more at high temperatures, which is the price.
/// </remarks>
internal sealed class Speculator(LoadedModel draft, int vocabularySize)
{
    // Tokens of all sequences together that a step checks, their own included: with more, arithmetic and not memory bounds the step.
    private const int MaxCheckedTokens = 16;

    private readonly ForwardBatch _batch = new(draft.Options.MaxBatchTokens, draft.Info.VocabularySize);
    private readonly List<Sequence> _drafting = [];
    private readonly int _vocabularySize = Math.Min(vocabularySize, draft.Info.VocabularySize);

    /// <summary>Blocks of the draft model's cache.</summary>
    public KvBlockPool Pool => draft.KvPool;

    /// <summary>Proposes tokens for sequences that are about to write. A draft model that fails costs its proposals and nothing else.</summary>
    /// <param name="writers">Sequences with one token pending.</param>
    /// <param name="room">Tokens that the step has room for besides.</param>
    public void Propose(List<Sequence> writers, int room)
    {
        if (writers.Count == 0)
            return;

        var each = Math.Min(room, MaxCheckedTokens - writers.Count) / writers.Count;
        try
        {
            _drafting.Clear();
            CatchUp(writers, each);
            while (_drafting.Count > 0)
                Continue();
        }
        catch (Exception)
        {
            foreach (var sequence in writers)
                sequence.StopDrafting();
        }
    }

    // Reads what the sequences have written, or at first their prompts, as far as one step of the draft model goes. Those that are up to
    // date get their first proposal from it.
    private void CatchUp(List<Sequence> writers, int each)
    {
        _batch.Clear();
        foreach (var sequence in writers)
        {
            if (sequence.OpenDraft(each, draft.Info.ContextLengthTokens) is { Room: > 0 } opened && TryHold(opened, sequence.Tokens))
            {
                AddPending(opened, sequence.Tokens);
                _drafting.Add(sequence);
            }
        }

        TakeProposals();
    }

    private void Continue()
    {
        _batch.Clear();
        foreach (var sequence in _drafting)
            _batch.Add(sequence.Draft!.Cache.Blocks, sequence.Draft.Tokens[^1], wantsLogits: true);
        TakeProposals();
    }

    // Rows of logits are in the order of the sequences, those that are not up to date yet having none.
    private void TakeProposals()
    {
        if (_batch.Count > 0)
            draft.Network.Forward(_batch);
        var (kept, row) = (0, 0);
        for (var i = 0; i < _drafting.Count; i++)
        {
            var proposing = _drafting[i].Draft!;
            if (proposing.Cache.Length < _drafting[i].Tokens.Count + proposing.Count)
                continue;

            var token = LogSoftmax.ArgMax(_batch.Logits(row++));
            if (token >= _vocabularySize)
                continue;
            proposing.Add(token);
            if (proposing.Count < proposing.Room)
                _drafting[kept++] = _drafting[i];
        }

        _drafting.RemoveRange(kept, _drafting.Count - kept);
    }

    private void AddPending(SequenceDraft opened, List<int> tokens)
    {
        var blocks = opened.Cache.Blocks;
        for (var room = _batch.Capacity - _batch.Count; room > 0 && blocks.Length < tokens.Count; room--)
        {
            // A row of padding in the larger model's vocabulary, which no text encodes to: the draft model does not have it.
            if (tokens[blocks.Length] >= _vocabularySize)
                return;
            _batch.Add(blocks, tokens[blocks.Length], wantsLogits: blocks.Length == tokens.Count - 1);
        }
    }

    private bool TryHold(SequenceDraft opened, List<int> tokens)
    {
        if (!opened.Cache.IsHeld)
        {
            if (opened.Cache.BlocksToBegin(tokens) > Pool.FreeBlocks)
                return false;
            opened.Cache.Begin(tokens);
        }

        return opened.Cache.Blocks.TryReserve(tokens.Count + opened.Room);
    }
}
