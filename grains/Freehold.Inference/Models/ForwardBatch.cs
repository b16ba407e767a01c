using Freehold.Inference.Adapters;

namespace Freehold.Inference.Models;

/// <summary>
/// The tokens of one step: any number of sequences, each with the next one token (decode) or several (prefill). The model writes the
/// logits of the tokens that asked for them.
/// </summary>
/// <remarks>Reused from step to step; nothing is allocated once the largest number of logits has been seen.</remarks>
internal sealed class ForwardBatch
{
    private readonly int[] _tokens;
    private readonly int[] _positions;
    private readonly int[] _logitRows;
    private readonly KvCache[] _caches;
    private readonly int _vocabularySize;

    public ForwardBatch(int capacity, int vocabularySize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _tokens = new int[capacity];
        _positions = new int[capacity];
        _logitRows = new int[capacity];
        _caches = new KvCache[capacity];
        _vocabularySize = vocabularySize;
    }

    /// <summary>Tokens that fit.</summary>
    public int Capacity => _tokens.Length;

    /// <summary>Tokens added.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them want logits.</summary>
    public int LogitCount { get; private set; }

    /// <summary>True where any token runs with an adapter.</summary>
    public bool HasAdapters { get; private set; }

    /// <summary>[LogitCount, VocabularySize], written by the model.</summary>
    public float[] LogitBuffer { get; private set; } = [];

    /// <summary>Adds the next token of a sequence and returns the row of its logits, or -1 where none were asked for.</summary>
    public int Add(KvCache cache, int token, bool wantsLogits)
    {
        if (Count == Capacity)
            throw new InvalidOperationException($"The batch has no room for more than {Capacity} tokens.");
        if ((uint)token >= (uint)_vocabularySize)
            throw new ArgumentOutOfRangeException(nameof(token), token, $"Token ids go from 0 to {_vocabularySize - 1}.");

        _positions[Count] = cache.Append();
        var row = wantsLogits ? LogitCount++ : -1;
        _tokens[Count] = token;
        _logitRows[Count] = row;
        _caches[Count++] = cache;
        HasAdapters |= cache.Adapter is not null;
        return row;
    }

    public int Token(int i) => _tokens[i];

    public int Position(int i) => _positions[i];

    public int LogitRow(int i) => _logitRows[i];

    public KvCache Cache(int i) => _caches[i];

    /// <summary>The adapter that a token runs with, or null.</summary>
    public LoraAdapter? Adapter(int i) => _caches[i].Adapter;

    /// <summary>Block that a token's key and value go to.</summary>
    public int Block(int i) => _caches[i].Blocks[_positions[i] / KvBlockPool.BlockTokens];

    /// <summary>Logits of one row: [VocabularySize].</summary>
    public Span<float> Logits(int row) => LogitBuffer.AsSpan(row * _vocabularySize, _vocabularySize);

    /// <summary>Makes room for the logits asked for; the model calls it before it writes them.</summary>
    public void EnsureLogitBuffer()
    {
        var needed = (long)LogitCount * _vocabularySize;
        if (LogitBuffer.Length < needed)
            LogitBuffer = GC.AllocateUninitializedArray<float>(checked((int)needed));
    }

    public void Clear()
    {
        HasAdapters = false;
        Array.Clear(_caches, 0, Count);
        Count = 0;
        LogitCount = 0;
    }
}
