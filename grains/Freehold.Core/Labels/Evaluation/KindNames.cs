using System.Collections.Frozen;

namespace Freehold.Core.Labels.Evaluation;

/// <summary>The kinds as evaluation sets name them.</summary>
public static class KindNames
{
    private static readonly FrozenDictionary<string, SensitiveKind> Kinds = new Dictionary<string, SensitiveKind>(StringComparer.Ordinal)
    {
        ["PERSON"] = SensitiveKind.Person,
        ["STREET_ADDRESS"] = SensitiveKind.StreetAddress,
        ["GPE"] = SensitiveKind.City,
        ["ORGANIZATION"] = SensitiveKind.Organization,
        ["CREDIT_CARD"] = SensitiveKind.CreditCard,
        ["PHONE_NUMBER"] = SensitiveKind.PhoneNumber,
        ["DATE_TIME"] = SensitiveKind.DateTime,
        ["TITLE"] = SensitiveKind.Title,
        ["AGE"] = SensitiveKind.Age,
        ["NRP"] = SensitiveKind.Nationality,
        ["EMAIL_ADDRESS"] = SensitiveKind.EmailAddress,
        ["ZIP_CODE"] = SensitiveKind.ZipCode,
        ["DOMAIN_NAME"] = SensitiveKind.DomainName,
        ["IBAN_CODE"] = SensitiveKind.IbanCode,
        ["US_SSN"] = SensitiveKind.UsSsn,
        ["IP_ADDRESS"] = SensitiveKind.IpAddress,
        ["US_DRIVER_LICENSE"] = SensitiveKind.UsDriverLicense,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<SensitiveKind, string> Names = Kinds.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>Kinds that a format gives away; the others need the words around.</summary>
    public static FrozenSet<SensitiveKind> Formatted { get; } = FrozenSet.ToFrozenSet(
    [
        SensitiveKind.CreditCard, SensitiveKind.PhoneNumber, SensitiveKind.DateTime, SensitiveKind.Age, SensitiveKind.EmailAddress,
        SensitiveKind.ZipCode, SensitiveKind.DomainName, SensitiveKind.IbanCode, SensitiveKind.UsSsn, SensitiveKind.IpAddress,
        SensitiveKind.UsDriverLicense,
    ]);

    /// <summary>The kind of this name, or <see cref="SensitiveKind.None"/>.</summary>
    public static SensitiveKind Find(string name) => Kinds.GetValueOrDefault(name);

    /// <summary>The name of a kind that evaluation sets mark, or null.</summary>
    public static string? Find(SensitiveKind kind) => Names.GetValueOrDefault(kind);
}
