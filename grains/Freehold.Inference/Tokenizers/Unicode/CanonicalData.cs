using System.Globalization;
using System.Text;

namespace Freehold.Inference.Tokenizers.Unicode;

/// <summary>
/// The tables behind canonical normal forms. They come with the library because string.Normalize leaves text as it is where
/// globalization is invariant, as it is in every Freehold process.
/// </summary>
internal static class CanonicalData
{
    private const string ResourceName = "CanonicalMappings.txt";

    private static readonly Lazy<Tables> Loaded = new(Load);

    /// <summary>Canonical decomposition of a character, one step: the second is 0 where there is one only.</summary>
    public static bool TryDecompose(int character, out (int First, int Second) parts) =>
        Loaded.Value.Decompositions.TryGetValue(character, out parts);

    /// <summary>The character that two compose into.</summary>
    public static bool TryCompose(int first, int second, out int composed) =>
        Loaded.Value.Compositions.TryGetValue((first, second), out composed);

    /// <summary>Canonical combining class; 0 for starters.</summary>
    public static byte CombiningClass(int character) => Loaded.Value.CombiningClasses.GetValueOrDefault(character);

    /// <summary>False where the character never changes, nor its neighbours by it, when a text is put into form C.</summary>
    public static bool MayChangeInFormC(int character) => Loaded.Value.NotInert.Contains(character);

    private static Tables Load()
    {
        var tables = new Tables([], [], [], []);
        using var stream = typeof(CanonicalData).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{ResourceName}'.");
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                Add(tables, line);
        }

        return tables;
    }

    private static void Add(Tables tables, string line)
    {
        var at = line.AsSpan().IndexOfAny("=>:");
        var left = line.AsSpan(0, at);
        var right = line.AsSpan(at + 1);
        if (line[at] == ':')
        {
            var dash = left.IndexOf('-');
            var last = Hex(left[(dash + 1)..]);
            for (var character = Hex(left[..dash]); character <= last; character++)
            {
                tables.CombiningClasses.Add(character, byte.Parse(right, CultureInfo.InvariantCulture));
                tables.NotInert.Add(character);
            }

            return;
        }

        var space = right.IndexOf(' ');
        var parts = space < 0 ? (Hex(right), 0) : (Hex(right[..space]), Hex(right[(space + 1)..]));
        tables.Decompositions.Add(Hex(left), parts);
        if (line[at] == '=')
        {
            tables.Compositions.Add(parts, Hex(left));
            tables.NotInert.Add(parts.Item2);
        }
        else
        {
            tables.NotInert.Add(Hex(left));
        }
    }

    private static int Hex(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed record Tables(
        Dictionary<int, (int First, int Second)> Decompositions, Dictionary<(int First, int Second), int> Compositions,
        Dictionary<int, byte> CombiningClasses, HashSet<int> NotInert);
}
