using System.Buffers;

namespace Freehold.Core.Labels.Unicode;

/// <summary>
/// A text as a reader sees it: without what is invisible, look-alikes as what they look like, escapes and markup resolved; and where each
/// of its characters lies in the original. Kept from one window to the next, so that building does not allocate.
/// </summary>
internal sealed class TextView
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("*`~<&%\\|_");
    private static readonly SearchValues<string> Signs =
        SearchValues.Create(["(at)", "[at]", "{at}", "(dot)", "[dot]", "{dot}"], StringComparison.OrdinalIgnoreCase);

    private char[] _text = new char[512];
    private int[] _origins = new int[513];

    // How many places before this one were altered: the difference of two says whether anything between them was.
    private int[] _alterations = new int[513];
    private int _length, _altered;

    /// <summary>The text as it reads.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Makes the view; false where it would not differ from <paramref name="source"/>, which is the quick case.</summary>
    public bool Build(ReadOnlySpan<char> source)
    {
        if (!NeedsView(source))
            return false;

        Reset(source.Length);
        var i = 0;
        while (i < source.Length)
            i += Read(source, i);

        (_origins[_length], _alterations[_length]) = (source.Length, _altered);
        return _altered > 0;
    }

    /// <summary>Whether the view differs from the original somewhere from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public bool IsAltered(int start, int end) => _alterations[end] != _alterations[start];

    /// <summary>Where a stretch of the view lies in the original.</summary>
    public (int Start, int End) Original(int start, int end) => (_origins[start], end == _length ? _origins[end] : OriginEnd(end));

    // Up to what was seen last, without what was dropped after it.
    private int OriginEnd(int end) => _ends[end - 1];

    private int[] _ends = new int[512];

    private static bool NeedsView(ReadOnlySpan<char> source)
    {
        if (source.ContainsAny(Markup) || source.ContainsAny(Signs))
            return true;

        var other = source.IndexOfAnyExceptInRange('\0', '\u007F');
        if (other < 0)
            return false;

        foreach (var c in source[other..])
        {
            if (!CharFolding.IsPlain(c))
                return true;
        }

        return false;
    }

    private void Reset(int chars)
    {
        (_length, _altered) = (0, 0);
        if (_text.Length >= chars)
            return;

        _text = new char[chars];
        _ends = new int[chars];
        _origins = new int[chars + 1];
        _alterations = new int[chars + 1];
    }

    // Reads one character, escape or piece of markup, and answers how long it is in the source.
    private int Read(ReadOnlySpan<char> source, int at)
    {
        var c = source[at];
        if (Escapes.TryRead(source[at..], out var value, out var length))
        {
            Put(value is >= 0 and <= char.MaxValue ? CharFolding.Fold(value) : value, at, length, isAltered: true, tight: c is '(' or '[' or '{');
            return c is '(' or '[' or '{' ? length + Spaces(source, at + length) : length;
        }

        switch (c)
        {
            case '*' or '`' or '~':
            case '\\' when at + 1 < source.Length && char.IsPunctuation(source[at + 1]):
            case '_' when at > 0 && at + 1 < source.Length && (source[at + 1] == '_' || source[at - 1] == '_' || IsDigitGap(source, at)):
                _altered++;
                return 1;
            case '|':
                Put(' ', at, 1, isAltered: true, tight: true);
                return 1 + Spaces(source, at + 1);
        }

        if (char.IsHighSurrogate(c) && at + 1 < source.Length && char.IsLowSurrogate(source[at + 1]))
        {
            var folded = CharFolding.Fold(char.ConvertToUtf32(c, source[at + 1]));
            if (folded <= char.MaxValue)
            {
                Put(folded, at, 2, isAltered: true, tight: false);
                return 2;
            }
        }

        var one = char.IsSurrogate(c) ? c : CharFolding.Fold(c);
        Put(one, at, 1, one != c, tight: false);
        return 1;
    }

    private static bool IsDigitGap(ReadOnlySpan<char> source, int at) => char.IsAsciiDigit(source[at - 1]) && char.IsAsciiDigit(source[at + 1]);

    private static int Spaces(ReadOnlySpan<char> source, int from)
    {
        var end = from;
        while (end < source.Length && source[end] == ' ')
            end++;

        return end - from;
    }

    private void Put(int value, int at, int length, bool isAltered, bool tight)
    {
        if (isAltered)
            _altered++;
        if (value is < 0 or > char.MaxValue)
            return;

        while (tight && _length > 0 && _text[_length - 1] == ' ')
            _length--;

        // An alteration counts from the place after the altered character on, so that a stretch which ends before it has none.
        (_text[_length], _origins[_length], _ends[_length]) = ((char)value, at, at + length);
        _alterations[_length] = _altered - (isAltered ? 1 : 0);
        _length++;
    }
}
