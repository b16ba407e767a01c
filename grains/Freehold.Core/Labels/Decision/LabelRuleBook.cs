using Freehold.Core.Labels.Terms;
using Freehold.Core.Policies;

namespace Freehold.Core.Labels.Decision;

/// <summary>A tenant's rules of labels, ready to be used: made once for each version of a policy. Immutable and thread-safe.</summary>
public sealed class LabelRuleBook
{
    private readonly LabelPolicy _policy;

    /// <param name="policy">The section <c>labels</c> of a policy.</param>
    public LabelRuleBook(LabelPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _policy = policy;
        Terms = TermSet.Create([.. policy.Terms.Select(term => term.Term)]);
    }

    /// <summary>The tenant's terms.</summary>
    public TermSet Terms { get; }

    /// <summary>How long an analysis may take.</summary>
    public TimeSpan TimeLimit => TimeSpan.FromMilliseconds(_policy.TimeLimitMs);

    /// <summary>Whether placeholders go to a provider in place of what is found.</summary>
    public bool RedactsReversibly => _policy.RedactsReversibly;

    /// <summary>The label of content that cannot be read.</summary>
    public Label Unreadable => _policy.Unreadable;

    /// <summary>The least label of a text with this span.</summary>
    public Label Of(in SensitiveSpan span) => span.Kind == SensitiveKind.Term && span.Term >= 0
        ? LabelRules.Strictest(_policy.Of(span.Kind), _policy.Terms[span.Term].Label)
        : _policy.Of(span.Kind);

    /// <summary>
    /// The least label of a text in which a placeholder stands for this span. Only personal data gets a weaker one, where the policy states it:
    /// a secret or a term says something about the text around it too.
    /// </summary>
    public Label OfRedacted(in SensitiveSpan span)
    {
        var label = Of(span);
        return _policy.Redacted is { } redacted && redacted < label && RedactsReversibly && IsPersonalData(span.Kind) ? redacted : label;
    }

    /// <summary>Whether a placeholder takes its place on the way to a provider.</summary>
    public bool IsRedacted(in SensitiveSpan span) => _policy.IsRedacted(span.Kind) || (RedactsReversibly && Of(span) > Label.Public);

    private static bool IsPersonalData(SensitiveKind kind) =>
        kind is not (SensitiveKind.None or SensitiveKind.Term) && !LabelPolicy.SecretKinds.Contains(kind);
}
