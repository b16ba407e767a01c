namespace Freehold.Inference.Training.Starter.Generation;

/// <summary>A piece of a line.</summary>
internal abstract record GrammarPart;

/// <summary>Text as it stands.</summary>
internal sealed record LiteralPart(string Text) : GrammarPart;

/// <summary>The text of a rule or a value.</summary>
internal sealed record ReferencePart(string Name) : GrammarPart;

/// <summary>One of several, each as likely as the others.</summary>
internal sealed record ChoicePart(GrammarPart[][] Options) : GrammarPart;

/// <summary>One way to say something.</summary>
/// <param name="Parts">What it is made of.</param>
/// <param name="IsHeldOut">True where it is kept out of training, to measure with.</param>
internal sealed record GrammarLine(GrammarPart[] Parts, bool IsHeldOut)
{
    /// <summary>Names of all rules and values in it.</summary>
    public IEnumerable<string> References => Of(Parts);

    /// <summary>Reads <c>text &lt;name&gt; (one|other|)</c>; choices may hold both.</summary>
    /// <exception cref="FormatException">A bracket has no partner.</exception>
    public static GrammarLine Parse(string text, bool isHeldOut)
    {
        var at = 0;
        var parts = Sequence(text, ref at, isChoice: false);
        return at == text.Length ? new GrammarLine(parts, isHeldOut) : throw new FormatException($"'{text}': '{text[at]}' has no beginning.");
    }

    private static GrammarPart[] Sequence(string text, ref int at, bool isChoice)
    {
        var parts = new List<GrammarPart>();
        while (at < text.Length && text[at] is var sign && sign != ')' && !(isChoice && sign == '|'))
        {
            var end = sign switch
            {
                '<' => text.IndexOf('>', at),
                '(' => at,
                _ => text.AsSpan(at).IndexOfAny("<(|)") is >= 0 and var length ? at + length : text.Length,
            };
            if (end < 0 || (end == at && sign != '('))
                throw new FormatException($"'{text}': '{sign}' at {at} has no partner.");
            if (sign == '(')
            {
                parts.Add(Choice(text, ref at));
                continue;
            }

            parts.Add(sign == '<' ? new ReferencePart(text[(at + 1)..end]) : new LiteralPart(text[at..end]));
            at = sign == '<' ? end + 1 : end;
        }

        return [.. parts];
    }

    private static ChoicePart Choice(string text, ref int at)
    {
        var options = new List<GrammarPart[]>();
        do
        {
            at++;
            options.Add(Sequence(text, ref at, isChoice: true));
        }
        while (at < text.Length && text[at] == '|');
        if (at++ == text.Length)
            throw new FormatException($"'{text}': a choice has no end.");
        return new ChoicePart([.. options]);
    }

    private static IEnumerable<string> Of(GrammarPart[] parts) => parts.SelectMany(part => part switch
    {
        ReferencePart reference => [reference.Name],
        ChoicePart choice => choice.Options.SelectMany(Of),
        _ => Enumerable.Empty<string>(),
    });
}
