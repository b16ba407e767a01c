using System.Collections.Frozen;
using Freehold.Core.Labels;

namespace Freehold.Core.Policies;

/// <summary>Which label a text gets for what is found in it.</summary>
public sealed record LabelPolicy
{
    /// <summary>The least <see cref="TimeLimitMs"/>.</summary>
    public const int MinTimeLimitMs = 1;

    /// <summary>The greatest <see cref="TimeLimitMs"/>.</summary>
    public const int MaxTimeLimitMs = 10_000;

    /// <summary>Names by kind of secret: whoever has one can act as somebody else.</summary>
    public static FrozenSet<SensitiveKind> SecretKinds { get; } = FrozenSet.ToFrozenSet(
    [
        SensitiveKind.ApiKey, SensitiveKind.AccessToken, SensitiveKind.PrivateKey, SensitiveKind.ConnectionString, SensitiveKind.Password,
    ]);

    /// <summary>
    /// Kinds that name nobody by themselves: they raise no label unless the policy says so, because hardly a question is without a city or
    /// a date.
    /// </summary>
    public static FrozenSet<SensitiveKind> IndirectKinds { get; } = FrozenSet.ToFrozenSet(
    [
        SensitiveKind.City, SensitiveKind.Organization, SensitiveKind.DateTime, SensitiveKind.Title, SensitiveKind.Age,
        SensitiveKind.Nationality, SensitiveKind.ZipCode, SensitiveKind.DomainName,
    ]);

    /// <summary>
    /// The label of texts with personal data; null: confidential for what belongs to somebody, as a number, an account or an address, and
    /// none of its own for indirect kinds and for a name alone, which is as often an author's or a king's as a customer's.
    /// </summary>
    public Label? PersonalData { get; init; }

    /// <summary>The labels of kinds that differ from their group's.</summary>
    public FrozenDictionary<SensitiveKind, Label> Kinds { get; init; } = FrozenDictionary<SensitiveKind, Label>.Empty;

    /// <summary>The label of texts with a secret.</summary>
    public Label Secrets { get; init; } = Label.Restricted;

    /// <summary>The tenant's own terms.</summary>
    public IReadOnlyList<PolicyTerm> Terms { get; init; } = [];

    /// <summary>Whether what is found goes to a provider as placeholders, and comes back in the answer.</summary>
    public bool RedactsReversibly { get; init; }

    /// <summary>
    /// The label of texts in which placeholders stand for personal data, so that they may go where this label may; null: that of the data
    /// itself. It never weakens what a header, a default, a secret or a term demands.
    /// </summary>
    public Label? Redacted { get; init; }

    /// <summary>The label of requests with content that cannot be read: images, sound, files, ids of tokens, encoded bytes.</summary>
    public Label Unreadable { get; init; } = Label.Restricted;

    /// <summary>
    /// How long the analysis of one request may take, in milliseconds; a longer one has failed, and the strictest label holds.
    /// </summary>
    public int TimeLimitMs { get; init; } = 250;

    /// <summary>The least label of a text in which a kind was found; for a term, that of the term itself holds too.</summary>
    public Label Of(SensitiveKind kind) =>
        Kinds.TryGetValue(kind, out var stated) ? stated
        : kind is SensitiveKind.None or SensitiveKind.Term ? Label.Public
        : SecretKinds.Contains(kind) ? Secrets
        : PersonalData ?? (kind == SensitiveKind.Person || IndirectKinds.Contains(kind) ? Label.Public : Label.Confidential);

    /// <summary>
    /// Whether a placeholder takes the place of a kind on the way to a provider: what raises a label, and names, unless the policy gives those
    /// a label of their own.
    /// </summary>
    public bool IsRedacted(SensitiveKind kind) =>
        RedactsReversibly && (Of(kind) > Label.Public || (kind == SensitiveKind.Person && !Kinds.ContainsKey(kind)));
}

/// <summary>A term of the tenant, as the name of a project.</summary>
/// <param name="Term">The term, as it is written; case does not matter.</param>
/// <param name="Label">The least label of a text that holds it.</param>
public sealed record PolicyTerm(string Term, Label Label);
