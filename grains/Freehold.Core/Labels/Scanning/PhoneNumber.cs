namespace Freehold.Core.Labels.Scanning;

/// <summary>What could be a phone number, read from text: its digits in groups, and the marks around them.</summary>
internal ref struct PhoneNumber
{
    /// <summary>Most digits, with the country's code and a prefix like 00 (ITU-T E.164 allows 15).</summary>
    public const int MostDigits = 17;

    private const int MostGroups = 8, MostExtension = 6;

    private readonly Span<byte> _groups;

    /// <param name="groups">Takes the lengths of the groups: <see cref="MostDigits"/>.</param>
    public PhoneNumber(Span<byte> groups) => _groups = groups;

    public readonly ReadOnlySpan<byte> Groups => _groups[..GroupCount];

    public int GroupCount { get; private set; }

    public int Digits { get; private set; }

    /// <summary>Its first digits, up to four, as a number; how many they are is <see cref="LeadLength"/>.</summary>
    public int Lead { get; private set; }

    public int LeadLength { get; private set; }

    public bool HasPlus { get; private set; }

    /// <summary>An area code in parentheses.</summary>
    public bool HasArea { get; private set; }

    public bool HasExtension { get; private set; }

    /// <summary>What stands between the groups: ' ', '-', '.', '/', '?' where they differ, '\0' for one group.</summary>
    public char Separator { get; private set; }

    /// <summary>The token after the number and its extension.</summary>
    public int End { get; private set; }

    /// <summary>Reads what begins at a number, a plus or an open parenthesis; false where that is nothing or too long.</summary>
    public bool Read(in ScanContext text, int first)
    {
        var i = first;
        if (text[i].Is('+') && text.Near(i))
        {
            HasPlus = true;
            i++;
        }

        while (GroupCount < MostGroups && Digits <= MostDigits)
        {
            i = Group(text, i);
            if (i == 0)
                break;

            End = i;
            i = AfterSeparator(text, i);
            if (i == 0)
                break;
        }

        text.Spend(GroupCount * 3 + 2);
        if (GroupCount == 0 || Digits > MostDigits)
            return false;

        ReadExtension(text);
        return true;
    }

    // One group, in parentheses or not; the token after it, or 0.
    private int Group(in ScanContext text, int i)
    {
        var isArea = text[i].Is('(') && text[i + 1].IsNumber && text[i + 1].Length <= 5 && text[i + 2].Is(')');
        var number = isArea ? i + 1 : i;
        if (!text[number].IsNumber || text[number].Length > MostDigits)
            return 0;

        var chars = text.Chars(number);
        for (var digit = 0; digit < chars.Length && LeadLength < 4; digit++, LeadLength++)
            Lead = Lead * 10 + (chars[digit] - '0');

        HasArea |= isArea;
        Digits += chars.Length;
        _groups[GroupCount++] = (byte)chars.Length;
        return isArea ? i + 3 : i + 1;
    }

    // The token of the next group, or 0 where there is none.
    private int AfterSeparator(in ScanContext text, int i)
    {
        if (!text.Near(i - 1))
            return 0;

        var separator = text[i].Symbol is '-' or '.' or '/' or '\u00B7' ? text[i].Symbol : ' ';
        var next = separator == ' ' ? i : i + 1;
        if (separator != ' ' && !text.Near(i))
            return 0;
        if (separator is '.' or '/' && (!text.Touches(i) || !text.Touches(i - 1)))
            return 0;
        if (!text[next].IsNumber && !(text[next].Is('(') && text[next + 1].IsNumber && text[next + 2].Is(')')))
            return 0;

        var afterArea = text[i - 1].Is(')') || text[next].Is('(');
        if (!afterArea)
            Separator = Separator is '\0' || Separator == separator ? separator : '?';
        return next;
    }

    // x123, ext. 123, #123.
    private void ReadExtension(in ScanContext text)
    {
        var i = End;
        if (!text.Near(i - 1) && !text[i].Is(','))
            return;
        if (text[i].Is(','))
            i++;
        if (!text[i].Is(WordClass.ExtensionCue) && !(text[i].Is('#') && text.Touches(i)))
            return;
        if (text[i + 1].Symbol is '.' or ':')
            i++;
        if (!text[i + 1].IsNumber || text[i + 1].Length > MostExtension || !text.Near(i))
            return;

        HasExtension = true;
        End = i + 2;
    }
}
