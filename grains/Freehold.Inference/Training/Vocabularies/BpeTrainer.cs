using System.Text;
using Freehold.Inference.Tokenizers.Bpe;
using Freehold.Inference.Tokenizers.ByteLevel;
using Freehold.Inference.Tokenizers.Splitting;

namespace Freehold.Inference.Training.Vocabularies;

/// <summary>
/// Learns a byte-level BPE vocabulary from text (Sennrich et al. 2016, arXiv:1508.07909): the most frequent pair of neighbours becomes a
/// token, over and over. Ties go to the pair with the smaller ids, so that the same text gives the same tokens.
/// </summary>
/// <remarks>
/// Three rules of our own serve small models that copy. Whole numbers of up to three digits are tokens from the beginning, as long as
/// there is room. A space, or another sign before a word, is never merged with a capital letter, so that a name has the same tokens
/// wherever it stands. And a pair that occurs once is not learned.
/// </remarks>
internal sealed class BpeTrainer
{
    private const int Bytes = 256, NumberDigits = 3;

    private readonly List<string> _tokens = [];
    private readonly List<Merge> _merges = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);

    /// <param name="specialTokens">Tokens that text never becomes; they get the first ids.</param>
    public BpeTrainer(IReadOnlyList<string> specialTokens)
    {
        _tokens.AddRange(specialTokens);
        for (var value = 0; value < Bytes; value++)
            Add(ByteAlphabet.Letter((byte)value).ToString());
        AddNumbers();
    }

    /// <summary>Every token as the byte alphabet writes it, by id.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The merges, in the order of their rank.</summary>
    public IReadOnlyList<Merge> Merges => _merges;

    /// <summary>Counts the words of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="times">How often it counts.</param>
    public void Read(string text, int times = 1)
    {
        var words = new WordSplitter(SplitRule.Llama3, text);
        while (words.TryNext(out var word))
        {
            var key = string.Concat(Encoding.UTF8.GetBytes(word.ToString()).Select(ByteAlphabet.Letter));
            _words[key] = _words.GetValueOrDefault(key) + times;
        }
    }

    /// <summary>Learns tokens up to a size, or until no pair occurs twice.</summary>
    public void Learn(int vocabularySize)
    {
        // In an order that no hash has a part in.
        var words = _words.OrderBy(word => word.Key, StringComparer.Ordinal)
            .Select(word => new Word([.. word.Key.Select(letter => _ids[letter.ToString()])], word.Value))
            .ToArray();
        var (counts, places) = (new Dictionary<(int Left, int Right), int>(), new Dictionary<(int Left, int Right), HashSet<int>>());
        for (var at = 0; at < words.Length; at++)
            Count(words[at], at, 1, counts, places);

        while (_tokens.Count < vocabularySize && Best(counts) is { } pair)
        {
            var merged = Merge(pair);
            foreach (var at in places[pair].ToArray())
            {
                Count(words[at], at, -1, counts, places);
                words[at].Replace(pair, merged);
                Count(words[at], at, 1, counts, places);
            }
        }
    }

    private (int Left, int Right)? Best(Dictionary<(int Left, int Right), int> counts)
    {
        var (best, most) = (((int Left, int Right)?)null, 1);
        foreach (var (pair, count) in counts)
        {
            if (count < most || (count == most && (best is not { } other || pair.CompareTo(other) > 0)) || !MayMerge(pair))
                continue;
            (best, most) = (pair, count);
        }

        return most > 1 ? best : null;
    }

    private bool MayMerge((int Left, int Right) pair)
    {
        var (left, right) = (_tokens[pair.Left], _tokens[pair.Right]);
        return char.IsAsciiLetter(left[^1]) || !char.IsAsciiLetterUpper(right[0]);
    }

    private static void Count(
        Word word, int at, int sign, Dictionary<(int Left, int Right), int> counts, Dictionary<(int Left, int Right), HashSet<int>> places)
    {
        for (var i = 0; i + 1 < word.Symbols.Count; i++)
        {
            var pair = (word.Symbols[i], word.Symbols[i + 1]);
            counts[pair] = counts.GetValueOrDefault(pair) + sign * word.Count;
            if (!places.TryGetValue(pair, out var words))
                places[pair] = words = [];
            if (sign > 0)
                words.Add(at);
            else
                words.Remove(at);
        }
    }

    private void AddNumbers()
    {
        var shorter = Enumerable.Range('0', 10).Select(digit => ((char)digit).ToString()).ToArray();
        for (var digits = 2; digits <= NumberDigits; digits++)
        {
            shorter = [.. shorter.SelectMany(number => Enumerable.Range('0', 10).Select(digit => (Number: number, Digit: ((char)digit).ToString())))
                .Select(next => _tokens[Merge((_ids[next.Number], _ids[next.Digit]))])];
        }
    }

    private int Merge((int Left, int Right) pair)
    {
        var id = Add(_tokens[pair.Left] + _tokens[pair.Right]);
        _merges.Add(new Merge(pair.Left, pair.Right, id, _merges.Count));
        return id;
    }

    // Two different pairs may make the same token.
    private int Add(string token)
    {
        if (_ids.TryGetValue(token, out var known))
            return known;
        _tokens.Add(token);
        return _ids[token] = _tokens.Count - 1;
    }

    private sealed record Word(List<int> Symbols, int Count)
    {
        public void Replace((int Left, int Right) pair, int merged)
        {
            for (var i = 0; i + 1 < Symbols.Count; i++)
            {
                if (Symbols[i] != pair.Left || Symbols[i + 1] != pair.Right)
                    continue;
                Symbols[i] = merged;
                Symbols.RemoveAt(i + 1);
            }
        }
    }
}
