using Freehold.Core.Labels.Scanning;

namespace Freehold.Core.Labels.Terms;

/// <summary>
/// The terms that a tenant named: classifications, project names. They are found as whole words, whatever their case or width, however
/// much white space lies between their words, and behind the tricks of <c>docs/labels.md</c>. Immutable.
/// </summary>
public sealed class TermSet
{
    /// <summary>Most terms in one set.</summary>
    public const int MostTerms = 10_000;

    /// <summary>Most characters of one term.</summary>
    public const int MostTermChars = 128;

    /// <summary>Most characters of all terms together: what bounds the memory, at about 30 bytes a character.</summary>
    public const int MostChars = 400_000;

    private TermSet(TermAutomaton? automaton, int count) => (Automaton, Count) = (automaton, count);

    /// <summary>No terms.</summary>
    public static TermSet Empty { get; } = new(null, 0);

    /// <summary>Number of terms.</summary>
    public int Count { get; }

    internal TermAutomaton? Automaton { get; }

    /// <summary>Makes the set; a span's <see cref="SensitiveSpan.Term"/> is the index in <paramref name="terms"/>, of equal terms the first.</summary>
    /// <exception cref="ArgumentException">Too many terms, or one that is too long or has no letter and no digit; the message says which.</exception>
    public static TermSet Create(IReadOnlyList<string> terms)
    {
        if (terms.Count > MostTerms)
            throw new ArgumentException($"There are {terms.Count} terms; {MostTerms} is the most. Leave some out.", nameof(terms));
        if (terms.Count == 0)
            return Empty;

        var folded = new string[terms.Count];
        var chars = 0;
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = TermText.Fold(terms[i]);
            chars += folded[i].Length;
            if (folded[i].Length > MostTermChars)
                throw new ArgumentException($"Term {i} has {folded[i].Length} characters; {MostTermChars} is the most.", nameof(terms));
            if (!folded[i].Any(char.IsLetterOrDigit))
                throw new ArgumentException($"Term {i} has no letter and no digit; give a word.", nameof(terms));
        }

        return chars <= MostChars
            ? new TermSet(new TermAutomaton(folded), terms.Count)
            : throw new ArgumentException($"The terms have {chars} characters together; {MostChars} is the most. Leave some out.", nameof(terms));
    }

    /// <summary>Adds the whole-word occurrences of the terms in <paramref name="text"/>.</summary>
    internal void Find(ReadOnlySpan<char> text, List<SensitiveSpan> spans, StepBudget budget) => Automaton?.Find(text, spans, budget);
}
