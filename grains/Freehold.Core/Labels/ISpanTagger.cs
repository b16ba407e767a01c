namespace Freehold.Core.Labels;

/// <summary>Finds the kinds that no rule finds: persons, places, organisations, titles, nationalities, free addresses.</summary>
/// <remarks>Thread-safe; linear in the length of the text; the result depends on the text alone.</remarks>
internal interface ISpanTagger
{
    /// <summary>Adds the spans of <paramref name="text"/>, at most a few thousand characters, in any order; what <paramref name="spans"/> holds stays.</summary>
    void Tag(ReadOnlySpan<char> text, List<SensitiveSpan> spans);
}
