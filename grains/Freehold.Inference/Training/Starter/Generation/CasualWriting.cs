namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>Makes a question look as people type it: punctuation or none, small letters, a greeting before it, a slip of the fingers.</summary>
internal static class CasualWriting
{
    private const int ShortestSlip = 5;

    private static readonly string[] Questions =
    [
        "what", "where", "when", "who", "how", "why", "which", "can", "could", "do", "does", "is", "are", "may", "will", "has", "was", "should", "am",
        "have", "must", "until", "at", "with", "whom",
    ];

    public static string Write(StarterScene scene, string text)
    {
        var written = Capital(text);
        written += scene.Random.Next(10) switch
        {
            < 5 => IsQuestion(written) ? "?" : ".",
            5 => "!",
            6 => " please",
            _ => "",
        };
        if (scene.Chance(0.06))
            written = $"{scene.Pick(["Hello", "Hi", "Hey", "Good morning"])}{scene.Pick([", ", ". "])}{written}";
        if (scene.Chance(0.06))
            written = Slip(scene, written);

        // An order number with letters is to be given back as it is written.
        var isPlain = scene.Values.GetValueOrDefault("order")?.Any(char.IsAsciiLetter) is not true;
        return isPlain && scene.Chance(0.2) ? written.ToLowerInvariant() : written;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static bool IsQuestion(string text) =>
        Questions.Contains(text.Split(' ', ',')[0].ToLowerInvariant(), StringComparer.Ordinal);

    // Two neighbouring letters of one word change places; never in a value, which the answer may have to give back.
    private static string Slip(StarterScene scene, string text)
    {
        var words = text.Split(' ');
        var at = scene.Random.Next(words.Length);
        var word = words[at];
        if (word.Length < ShortestSlip || !word.All(char.IsAsciiLetter) || scene.Values.Values.Any(value => value.Contains(word, StringComparison.Ordinal)))
            return text;
        var letters = word.ToCharArray();
        var place = 1 + scene.Random.Next(letters.Length - 2);
        (letters[place], letters[place + 1]) = (letters[place + 1], letters[place]);
        words[at] = new string(letters);
        return string.Join(' ', words);
    }
}
