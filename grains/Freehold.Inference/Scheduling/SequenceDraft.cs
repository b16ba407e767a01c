namespace Freehold.Inference.Scheduling;

/// <summary>What a draft model proposes for one sequence, and how many tokens are worth proposing.</summary>
internal sealed class SequenceDraft(SequenceCache cache)
{
    /// <summary>Most tokens proposed at once for one sequence.</summary>
    public const int MaxTokens = 8;

    // After so many proposals in a row of which nothing was right, the draft is left out for so many steps.
    private const int MissesBeforeRest = 3, RestSteps = 16;

    private readonly int[] _tokens = new int[MaxTokens];
    private int _wanted = MaxTokens / 2;
    private int _misses;
    private int _rest;

    /// <summary>What the draft model has of the sequence.</summary>
    public SequenceCache Cache => cache;

    /// <summary>Tokens that the draft model thinks come next.</summary>
    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Tokens to propose in this step.</summary>
    public int Room { get; private set; }

    /// <summary>Tokens proposed so far, and how many of them were right.</summary>
    public SpeculationUsage Usage { get; private set; }

    /// <summary>Begins a step: at most <paramref name="most"/> tokens are wanted.</summary>
    public void Open(int most)
    {
        Count = 0;
        Room = _rest > 0 ? 0 : Math.Clamp(most, 0, _wanted);
        _rest = Math.Max(0, _rest - 1);
    }

    public void Add(int token) => _tokens[Count++] = token;

    public void Drop() => Count = Room = 0;

    /// <summary>Learns how many were right, and forgets what the draft model had computed from the others.</summary>
    /// <param name="accepted">Tokens that were what the model itself chose.</param>
    /// <param name="tokens">The sequence as it is now.</param>
    public void Close(int accepted, List<int> tokens)
    {
        if (Count == 0)
            return;

        Usage = new SpeculationUsage(Usage.DraftedTokens + Count, Usage.AcceptedTokens + accepted);
        _wanted = accepted == Count ? Math.Min(_wanted + 1, MaxTokens) : Math.Max(1, accepted);
        _misses = accepted == 0 ? _misses + 1 : 0;
        if (_misses == MissesBeforeRest)
            (_misses, _rest) = (0, RestSteps);

        Count = 0;
        cache.Blocks.Truncate(Math.Min(cache.Length, tokens.Count - 1));
        cache.NameFullBlocks(tokens);
    }
}
