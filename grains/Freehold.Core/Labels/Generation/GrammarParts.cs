namespace Freehold.Core.Labels.Generation;

/// <summary>How a referenced rule's text is written.</summary>
internal enum WordForm
{
    AsIs,
    Lower,
    Upper,
    Capital,

    /// <summary>A word that is in no list, made from the letters' order in the rule's words.</summary>
    Novel,
}

/// <summary>A piece of an alternative.</summary>
internal abstract record GrammarPart;

/// <summary>Text as it stands; '#' becomes a digit and '¤' a digit that is not zero.</summary>
internal sealed record LiteralPart(string Text) : GrammarPart;

/// <summary>The text of another rule.</summary>
internal sealed record RulePart(string Rule, WordForm Form) : GrammarPart;

/// <summary>One of several, each as likely as the others.</summary>
internal sealed record ChoicePart(GrammarPart[][] Choices) : GrammarPart;

/// <summary>Text that is sensitive.</summary>
internal sealed record SpanPart(SensitiveKind Kind, bool IsWhole, GrammarPart[] Parts) : GrammarPart;

/// <summary>An alternative of a rule; it is taken with probability Weight / sum of the rule's weights.</summary>
internal sealed record GrammarAlternative(int Weight, GrammarPart[] Parts);

/// <summary>A rule: what its name may stand for.</summary>
/// <param name="Alternatives">At least one.</param>
/// <param name="CumulativeWeights">Running sums of the alternatives' weights.</param>
/// <param name="Words">The list, if the rule is one; otherwise empty.</param>
internal sealed record GrammarRule(GrammarAlternative[] Alternatives, int[] CumulativeWeights, string[] Words);
