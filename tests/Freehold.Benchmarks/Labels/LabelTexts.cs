using System.Text;

namespace Freehold.Benchmarks.Labels;

/// <summary>The texts that labelling is measured on, each made anew, always the same.</summary>
internal static class LabelTexts
{
    private static readonly string[] HostilePatterns =
    [
        "4", "4 1", "@", "a@", "a.a.", "((((", "1:", "-----BEGIN ", "://", "<!--", "&#1", "password=", "zip 1", "\u200Ba", "YWFh", "1 A Street ",
        "A. ",
    ];

    private static readonly string[] Sentences =
    [
        "The river runs slowly past the mill, and nobody has fished there since the bridge was closed. ",
        "When the meeting ended, most of us walked back through the park and talked about the harvest. ",
        "It is easier to mend a fence than to explain to a neighbour why the goats are in the garden. ",
        "A good library keeps its windows clean, its chairs comfortable and its catalogue honest. ",
        "Please summarise the following paragraph in two sentences, and keep the tone friendly. ",
        "The engine starts at once, but the second gear is hard to find when the oil is cold. ",
        "Every morning the baker opens the shutters, counts the loaves and greets the same two dogs. ",
        "What would happen if the valve were left open and the pressure kept rising through the night? ",
        "She wrote the function twice: once to understand the problem, and once to solve it properly. ",
        "Our customers ask for faster delivery, clearer invoices and someone who answers the telephone. ",
    ];

    /// <summary>English prose without anything to find.</summary>
    public static string Clean(int chars)
    {
        var random = new Random(1);
        var text = new StringBuilder(chars + 200);
        while (text.Length < chars)
        {
            text.Append(Sentences[random.Next(Sentences.Length)]);
            if (random.Next(8) == 0)
                text.Append("\n\n");
        }

        return text.ToString();
    }

    /// <summary>Records full of things to find, some of them hidden.</summary>
    public static string Dense(int chars)
    {
        var random = new Random(2);
        var text = new StringBuilder(chars + 400);
        while (text.Length < chars)
        {
            text.Append("Name: Maria Keller, born 16.4.").Append(random.Next(1940, 2010)).Append(", phone +49 30 ").Append(random.Next(100_000, 999_999))
                .Append(", mail m.keller").Append(random.Next(1000)).Append("@example.com, card 4111 1111 1111 1111 or **4111** 1111 1111 1111, IBAN ")
                .Append("DE89 3704 0044 0532 0130 00, lives at ").Append(random.Next(1, 200)).Append(" Crown Street, Springfield, IL 62704. password=hunter")
                .Append(random.Next(100)).Append(" host 10.0.0.").Append(random.Next(256)).Append(" https://example.org/a?b=").Append(random.Next(1000)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Patterns that make detectors look far for nothing.</summary>
    public static (string Name, string Text)[] Hostile(int chars) =>
        [.. HostilePatterns.Select(pattern => (pattern, string.Concat(Enumerable.Repeat(pattern, chars / pattern.Length))))];
}
