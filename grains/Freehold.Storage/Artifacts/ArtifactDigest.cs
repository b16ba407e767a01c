using System.Buffers;
using System.Security.Cryptography;

namespace Freehold.Storage.Artifacts;

/// <summary>The form of a digest: SHA-256 in lower-case hex.</summary>
public static class ArtifactDigest
{
    /// <summary>Characters of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes * 2;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    /// <summary>True for 64 of 0-9 and a-f.</summary>
    public static bool IsValid(string? text) => text is { Length: Length } && !text.AsSpan().ContainsAnyExcept(Digits);

    internal static string ToText(ReadOnlySpan<byte> hash) => Convert.ToHexStringLower(hash);

    /// <summary>The digest, where it is one; what comes from outside must not become a path.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    internal static string Check(string digest) => IsValid(digest)
        ? digest
        : throw new ArgumentException(
            $"'{digest}' is no digest of an artifact: it must be {Length} characters of 0-9 and a-f.", nameof(digest));
}
