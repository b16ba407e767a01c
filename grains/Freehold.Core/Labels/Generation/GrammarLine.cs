using System.Text;

namespace Freehold.Core.Labels.Generation;

/// <summary>Reads one alternative from left to right.</summary>
internal sealed class GrammarLine(string line)
{
    private int _at;

    public GrammarPart[] Parse()
    {
        var parts = Sequence("");
        return _at == line.Length ? parts : throw Wrong($"'{line[_at]}' without its beginning");
    }

    private GrammarPart[] Sequence(string ends)
    {
        var parts = new List<GrammarPart>();
        var text = new StringBuilder();
        while (_at < line.Length && !ends.Contains(line[_at], StringComparison.Ordinal))
        {
            var sign = line[_at++];
            if (sign == '\\' && _at < line.Length)
            {
                var escaped = line[_at++];
                text.Append(escaped == 'n' ? '\n' : escaped);
                continue;
            }

            if (sign is not ('<' or '(' or '{'))
            {
                text.Append(sign);
                continue;
            }

            Flush(parts, text);
            parts.Add(sign switch { '<' => Reference(), '(' => Choice(), _ => Span() });
        }

        Flush(parts, text);
        return [.. parts];
    }

    private RulePart Reference()
    {
        var form = line[_at] switch
        {
            '^' => WordForm.Upper,
            '_' => WordForm.Lower,
            '+' => WordForm.Capital,
            '~' => WordForm.Novel,
            _ => WordForm.AsIs,
        };
        if (form != WordForm.AsIs) _at++;
        return new RulePart(Until('>'), form);
    }

    private ChoicePart Choice()
    {
        var choices = new List<GrammarPart[]>();
        do choices.Add(Sequence("|)"));
        while (Take("choice") == '|');
        return new ChoicePart([.. choices]);
    }

    private SpanPart Span()
    {
        var (kind, isWhole) = KindOf(Until(' '));
        var parts = Sequence("}");
        Take("span");
        return new SpanPart(kind, isWhole, parts);
    }

    private (SensitiveKind Kind, bool IsWhole) KindOf(string code) => code switch
    {
        "P" => (SensitiveKind.Person, false),
        "A" => (SensitiveKind.StreetAddress, false),
        "W" => (SensitiveKind.StreetAddress, true),
        "G" => (SensitiveKind.City, false),
        "O" => (SensitiveKind.Organization, false),
        "T" => (SensitiveKind.Title, false),
        "N" => (SensitiveKind.Nationality, false),
        "D" => (SensitiveKind.DateTime, false),
        "AGE" => (SensitiveKind.Age, false),
        "ZIP" => (SensitiveKind.ZipCode, false),
        "TEL" => (SensitiveKind.PhoneNumber, false),
        "CARD" => (SensitiveKind.CreditCard, false),
        "MAIL" => (SensitiveKind.EmailAddress, false),
        "URL" => (SensitiveKind.DomainName, false),
        "IBAN" => (SensitiveKind.IbanCode, false),
        "SSN" => (SensitiveKind.UsSsn, false),
        "IP" => (SensitiveKind.IpAddress, false),
        "DL" => (SensitiveKind.UsDriverLicense, false),
        _ => throw Wrong($"the span's kind '{code}'"),
    };

    private string Until(char end)
    {
        var stop = line.IndexOf(end, _at);
        if (stop < 0) throw Wrong($"no '{end}' after '{line[_at..]}'");
        var text = line[_at..stop];
        _at = stop + 1;
        return text;
    }

    private char Take(string what) => _at < line.Length ? line[_at++] : throw Wrong($"the {what}'s end is missing");

    private FormatException Wrong(string what) => new($"'{line}': {what}.");

    private static void Flush(List<GrammarPart> parts, StringBuilder text)
    {
        if (text.Length == 0) return;
        parts.Add(new LiteralPart(text.ToString()));
        text.Clear();
    }
}
