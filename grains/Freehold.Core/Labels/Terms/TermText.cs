using System.Text;
using Freehold.Core.Labels.Scanning;
using Freehold.Core.Labels.Unicode;

namespace Freehold.Core.Labels.Terms;

/// <summary>How the characters of terms and of text are made alike.</summary>
internal static class TermText
{
    /// <summary>A term as it is compared: folded, in lower case, each run of white space as one space, none at the ends.</summary>
    public static string Fold(string term)
    {
        var view = new TextView();
        var text = view.Build(term) ? view.Text : term;
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var one = Fold(c);
            if (one != ' ' || folded.Length > 0 && folded[^1] != ' ')
                folded.Append(one);
        }

        return folded.ToString().TrimEnd(' ');
    }

    /// <summary>One character: lower case, every white space as ' ', every dash as '-'.</summary>
    public static char Fold(char c)
    {
        if (c < 0x80)
            return c <= ' ' ? ' ' : WordTable.Lower(c);
        return char.IsWhiteSpace(c) ? ' ' : c is >= '\u2010' and <= '\u2015' ? '-' : WordTable.Lower(c);
    }
}
