using System.Globalization;

namespace Freehold.Benchmarks;

/// <summary>The options of one benchmark's command line, as <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="UsageException">An option is not among those that the benchmark takes, or lacks its value.</exception>
    public Arguments(ReadOnlySpan<string> words, IReadOnlyCollection<string> known)
    {
        for (var i = 0; i < words.Length; i += 2)
        {
            if (!known.Contains(words[i]))
                throw new UsageException($"'{words[i]}' is no option here; there {(known.Count == 0 ? "are none" : "are " + string.Join(", ", known))}.");
            if (i + 1 == words.Length || !_values.TryAdd(words[i], words[i + 1]))
                throw new UsageException($"{words[i]} takes one value, once.");
        }
    }

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
