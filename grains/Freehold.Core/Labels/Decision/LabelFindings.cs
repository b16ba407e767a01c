namespace Freehold.Core.Labels.Decision;

/// <summary>What a text's analysis says of its label. Immutable.</summary>
public sealed record LabelFindings
{
    /// <summary>Nothing was found, and nothing went wrong.</summary>
    public static readonly LabelFindings Nothing = new();

    /// <summary>The least label that the text may have; <see cref="Labels.Label.Public"/> where nothing was found.</summary>
    public Label Label { get; init; }

    /// <summary>The same where placeholders stand for what was found; never stricter than <see cref="Label"/>.</summary>
    public Label RedactedLabel { get; init; }

    /// <summary>The kinds that were found, each once, in the order of their numbers.</summary>
    public IReadOnlyList<SensitiveKind> Kinds { get; init; } = [];

    /// <summary>What a placeholder takes the place of on the way to a provider: in order, none over another one.</summary>
    public IReadOnlyList<SensitiveSpan> Redacted { get; init; } = [];

    /// <summary>Why the text could not be analysed; null where it was. Then the label is the strictest.</summary>
    public string? Failure { get; init; }

    /// <summary>The findings of a text that could not be analysed.</summary>
    public static LabelFindings Failed(string why) => new() { Label = Label.Restricted, RedactedLabel = Label.Restricted, Failure = why };
}
