using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Freehold.Contracts.Tenancy;

/// <summary>
/// The secret of an API key: <c>fh-TENANT-RANDOM</c> with 256 random bits in base64url. Because the secret is random, a plain SHA-256 is a
/// sound way to keep it: there is nothing a slow hash would make harder to guess.
/// </summary>
public static class ApiKeySecret
{
    /// <summary>Shortest secret that an operator may choose, in characters.</summary>
    public const int MinChosenLength = 16;

    /// <summary>Longest secret that is looked at, in characters.</summary>
    public const int MaxLength = 256;

    private const string Prefix = "fh-";
    private const int RandomLength = 43;

    /// <summary>Makes a new secret for a tenant.</summary>
    public static string Generate(TenantId tenant) => $"{Prefix}{tenant}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    /// <summary>Lower-case hex SHA-256 of the secret's UTF-8 bytes.</summary>
    public static string Hash(ReadOnlySpan<char> secret)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (secret.Length > MaxLength)
        {
            throw new ArgumentOutOfRangeException(nameof(secret), $"A key has at most {MaxLength} characters.");
        }

        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(secret, utf8)], hash);
        return Convert.ToHexStringLower(hash);
    }

    /// <summary>The tenant that a secret belongs to: the one that a generated secret names, else the default one.</summary>
    public static TenantId TenantOf(string secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var length = secret.Length - Prefix.Length - 1 - RandomLength;
        return secret.StartsWith(Prefix, StringComparison.Ordinal)
            && length > 0
            && secret[Prefix.Length + length] == '-'
            && TenantId.TryParse(secret.Substring(Prefix.Length, length), out var tenant)
            ? tenant
            : TenantId.Default;
    }
}
