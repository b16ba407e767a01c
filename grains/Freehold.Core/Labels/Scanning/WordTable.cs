namespace Freehold.Core.Labels.Scanning;

/// <summary>Words and what they are known as, looked up by a hash that the tokenizer takes along the way. Open addressing, never more than half full.</summary>
internal sealed class WordTable
{
    /// <summary>Longer words are not looked up: none is known.</summary>
    public const int LongestChars = 24;

    // FNV-1a (Fowler, Noll, Vo), over UTF-16 units.
    private const uint Offset = 2166136261, Prime = 16777619;

    private readonly string?[] _words;
    private readonly WordClass[] _classes;
    private readonly int _mask;

    public WordTable(IReadOnlyDictionary<string, WordClass> words)
    {
        var capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(words.Count * 2 + 1));
        _words = new string?[capacity];
        _classes = new WordClass[capacity];
        _mask = capacity - 1;
        foreach (var (word, known) in words)
        {
            var slot = Slot(word, Hash(word));
            _words[slot] = word;
            _classes[slot] = known;
        }
    }

    public static uint Start => Offset;

    /// <summary>The hash of a word with one more lower-case character.</summary>
    public static uint Append(uint hash, char lower) => (hash ^ lower) * Prime;

    /// <summary>Lower case of one character, for words and for what is compared with them.</summary>
    public static char Lower(char c) => c < 0x80 ? (uint)(c - 'A') < 26 ? (char)(c | 0x20) : c : char.ToLowerInvariant(c);

    /// <summary>What <paramref name="word"/>, in any case, is known as; its hash was taken over lower case.</summary>
    public WordClass Find(ReadOnlySpan<char> word, uint hash)
    {
        if (word.Length > LongestChars)
            return WordClass.None;

        var slot = Slot(word, hash);
        return _words[slot] is null ? WordClass.None : _classes[slot];
    }

    private static uint Hash(string word)
    {
        var hash = Start;
        foreach (var c in word)
            hash = Append(hash, c);

        return hash;
    }

    private int Slot(ReadOnlySpan<char> word, uint hash)
    {
        var slot = (int)(hash ^ hash >> 15) & _mask;
        while (_words[slot] is { } taken && !Same(taken, word))
            slot = (slot + 1) & _mask;

        return slot;
    }

    private static bool Same(string lower, ReadOnlySpan<char> word)
    {
        if (lower.Length != word.Length)
            return false;

        for (var i = 0; i < word.Length; i++)
        {
            if (lower[i] != Lower(word[i]))
                return false;
        }

        return true;
    }
}
