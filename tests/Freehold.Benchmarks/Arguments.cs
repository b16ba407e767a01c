using System.Globalization;

namespace Freehold.Benchmarks;

/// <summary>The options of one benchmark's command line, as <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _flags = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">An option is not among those that the benchmark takes, or lacks its value.</exception>
    public Arguments(ReadOnlySpan<string> words, IReadOnlyCollection<string> known, IReadOnlyCollection<string> flags)
    {
        for (var i = 0; i < words.Length; i += 2)
        {
            for (; i < words.Length && flags.Contains(words[i]); i++)
                _flags.Add(words[i]);
            if (i == words.Length)
                break;
            if (!known.Contains(words[i]))
                throw new UsageException($"'{words[i]}' is no option here; there {(known.Count == 0 ? "are none" : "are " + string.Join(", ", known))}.");
            if (i + 1 == words.Length || !_values.TryAdd(words[i], words[i + 1]))
                throw new UsageException($"{words[i]} takes one value, once.");
        }
    }

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Integer(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} is '{text}'; give a whole number from {least} to {most}.");
    }
}

/// <summary>The command line cannot be run as it is; the message says why.</summary>
internal sealed class UsageException(string message) : Exception(message);
