namespace Freehold.Inference.Tokenizers.Bpe;

/// <summary>
/// Tokens of words met before: text repeats its words, and a look here costs a tenth of merging. One entry a slot, the newest; so the
/// memory is bounded by <see cref="Slots"/> x (<see cref="MaxWordChars"/> characters and as many tokens), some 6 MiB at the very most.
/// </summary>
/// <remarks>For use by many threads: an entry is immutable, and a slot is replaced as a whole.</remarks>
internal sealed class WordCache
{
    public const int Slots = 1 << 14, MaxWordChars = 32;

    private readonly Entry?[] _entries = new Entry?[Slots];

    /// <summary>The tokens of a word; null where it is not known.</summary>
    public int[]? Find(ReadOnlySpan<char> word, out int slot)
    {
        if (word.Length > MaxWordChars)
        {
            slot = -1;
            return null;
        }

        slot = string.GetHashCode(word) & (Slots - 1);
        return _entries[slot] is { } entry && word.SequenceEqual(entry.Word) ? entry.Ids : null;
    }

    /// <summary>Keeps a word's tokens in the slot that <see cref="Find"/> gave.</summary>
    public void Keep(int slot, ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        if (slot >= 0)
            _entries[slot] = new Entry(word.ToString(), ids.ToArray());
    }

    private sealed record Entry(string Word, int[] Ids);
}
