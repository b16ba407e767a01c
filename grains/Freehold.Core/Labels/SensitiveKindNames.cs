namespace Freehold.Core.Labels;

/// <summary>The stable name of each kind, as policies and placeholders write it.</summary>
public static class SensitiveKindNames
{
    private static readonly string[] Names =
    [
        "none", "person", "street_address", "city", "organization", "credit_card", "phone_number", "date_time", "title", "age", "nationality",
        "email_address", "zip_code", "domain_name", "iban_code", "us_ssn", "ip_address", "us_driver_license", "api_key", "access_token",
        "private_key", "connection_string", "password", "term", "national_id",
    ];

    private static readonly Dictionary<string, SensitiveKind> Kinds =
        Enum.GetValues<SensitiveKind>().ToDictionary(kind => Names[(int)kind], StringComparer.Ordinal);

    /// <summary>Every name but <c>none</c>, in the order of the numbers.</summary>
    public static ReadOnlySpan<string> All => Names.AsSpan(1);

    /// <exception cref="ArgumentOutOfRangeException">No kind has this number.</exception>
    public static string Name(this SensitiveKind kind) =>
        (int)kind < Names.Length ? Names[(int)kind] : throw new ArgumentOutOfRangeException(nameof(kind), kind, "No sensitive kind has this number.");

    /// <summary>The kind of this name, exactly as <see cref="Name"/> writes it; false for <c>none</c> and anything else.</summary>
    public static bool TryParse(string name, out SensitiveKind kind) => Kinds.TryGetValue(name, out kind) && kind != SensitiveKind.None;
}
