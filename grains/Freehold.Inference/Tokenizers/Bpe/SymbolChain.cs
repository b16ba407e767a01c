namespace Freehold.Inference.Tokenizers.Bpe;

/// <summary>Which symbols of a word are left, as a doubly linked list over their first places.</summary>
internal readonly struct SymbolChain
{
    private const int Gone = -2, None = -1;

    /// <summary>All symbols, each the neighbour of the next.</summary>
    public SymbolChain(int count)
    {
        (Previous, Next) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
            (Previous[i], Next[i]) = (i - 1, i + 1 < count ? i + 1 : None);
    }

    /// <summary>Place before each, or -1. [symbols]</summary>
    public int[] Previous { get; }

    /// <summary>Place after each, or -1. [symbols]</summary>
    public int[] Next { get; }

    /// <summary>True where the symbol has become part of another.</summary>
    public bool IsGone(int at) => Previous[at] == Gone;

    /// <summary>Takes a symbol out; never the first.</summary>
    public void Remove(int at)
    {
        Next[Previous[at]] = Next[at];
        if (Next[at] >= 0)
            Previous[Next[at]] = Previous[at];
        Previous[at] = Gone;
        Next[at] = None;
    }
}
