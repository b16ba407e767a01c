using System.Diagnostics.CodeAnalysis;

namespace Freehold.Contracts.Tenancy;

/// <summary>
/// The name of a tenant, and the key of its grains: 1 to 63 characters of <c>a-z</c>, <c>0-9</c> and <c>-</c>, starting with a letter
/// or a digit (a DNS label, RFC 1123), so that it can stand in a key, a header and a file name as it is.
/// </summary>
public readonly record struct TenantId
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 63;

    private readonly string? _value;

    private TenantId(string value) => _value = value;

    /// <summary>The tenant that a first start makes.</summary>
    public static TenantId Default { get; } = new("default");

    /// <summary>The name as text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This TenantId was never given a value; parse one.");

    /// <summary>Reads a tenant's name; false where it is not a valid one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TenantId id)
    {
        var valid = text is { Length: > 0 and <= MaxLength } && text[0] != '-' && text.All(IsNameCharacter);
        id = valid ? new TenantId(text!) : default;
        return valid;
    }

    /// <summary>Reads a tenant's name.</summary>
    /// <exception cref="FormatException">The text is not a valid name; the message says what is.</exception>
    public static TenantId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException(
            $"'{text}' is not a tenant name: use 1 to {MaxLength} characters of a-z, 0-9 and '-', starting with a letter or a digit.");

    /// <summary>The tenant part of a grain key of the form <c>tenant</c> or <c>tenant/rest</c>.</summary>
    public static TenantId OfGrainKey(string grainKey)
    {
        ArgumentNullException.ThrowIfNull(grainKey);
        var slash = grainKey.IndexOf('/', StringComparison.Ordinal);
        return Parse(slash < 0 ? grainKey : grainKey[..slash]);
    }

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
}
