using System.Text;

namespace Freehold.Core.Labels.Generation;

/// <summary>
/// Makes words that look like those of a list: a Markov chain of letters, each drawn by the two or three before it. So a list of a few
/// dozen villages of one language stands for all of its villages.
/// </summary>
internal sealed class NovelWords
{
    private const char End = '\0';
    private const int Order = 3;
    private const int LongestWord = 18;
    private const int ShortestWord = 3;
    private const int Tries = 8;

    private readonly Dictionary<string, string> _followers;
    private readonly string[] _words;

    public NovelWords(string[] words)
    {
        _words = words;
        var followers = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            for (var i = 0; i <= word.Length; i++)
            {
                var before = word[Math.Max(0, i - Order)..i];
                for (var skip = 0; skip <= Math.Max(0, before.Length - 2); skip++)
                {
                    var state = StateOf(before[skip..], i);
                    if (!followers.TryGetValue(state, out var after)) followers[state] = after = new StringBuilder();
                    after.Append(i == word.Length ? End : word[i]);
                }
            }
        }

        _followers = followers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
    }

    public string Next(Random random)
    {
        for (var tried = 0; tried < Tries; tried++)
        {
            var word = new StringBuilder();
            while (word.Length < LongestWord)
            {
                // The shorter context now and then, else short lists give back their own words.
                var length = Math.Min(word.Length, random.Next(3) == 0 ? Order : Order - 1);
                var state = StateOf(word.ToString(word.Length - length, length), word.Length);
                if (!_followers.TryGetValue(state, out var after)) break;
                var letter = after[random.Next(after.Length)];
                if (letter == End) break;
                word.Append(letter);
            }

            if (word.Length is >= ShortestWord and < LongestWord) return word.ToString().TrimEnd(' ', '-', '.', '\'');
        }

        return _words[random.Next(_words.Length)];
    }

    // A word's first letters are a state of their own.
    private static string StateOf(string before, int at) => at == before.Length ? "^" + before : before;
}
