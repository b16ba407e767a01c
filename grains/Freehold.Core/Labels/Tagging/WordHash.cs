namespace Freehold.Core.Labels.Tagging;

/// <summary>Hashes of words and of their combinations. They are part of the shipped file's meaning: a change is a new feature
/// version.</summary>
internal static class WordHash
{
    private const uint Basis = 2166136261; // FNV-1a
    private const uint Prime = 16777619;

    /// <summary>Hash of a word in small letters with digits as zeros.</summary>
    public static uint Of(ReadOnlySpan<char> word)
    {
        var hash = Basis;
        foreach (var sign in word) hash = (hash ^ Fold(sign)) * Prime;
        return hash;
    }

    public static uint Add(uint hash, uint value) => (hash ^ value) * Prime;

    public static uint Start => Basis;

    /// <summary>Small letter; digits are one sign.</summary>
    public static uint Fold(char sign)
    {
        if (sign < 128) return char.IsAsciiLetterUpper(sign) ? (uint)(sign | 0x20) : char.IsAsciiDigit(sign) ? '0' : sign;
        return char.ToLowerInvariant(sign);
    }

    /// <summary>Bucket of a feature: which one, and up to two values.</summary>
    public static int Bucket(uint feature, uint a, uint b, int bits)
    {
        var hash = (a * 0x9E3779B1u) ^ (uint)(System.Numerics.BitOperations.RotateLeft(b, 13) * 0x85EBCA77u) ^ (feature * 0xC2B2AE3Du);
        hash = (hash ^ (hash >> 15)) * 0x2C1B3C6Du;
        hash ^= hash >> 13;
        return (int)((hash * 0x297A2D39u) >> (32 - bits));
    }
}
