namespace Freehold.Core.Signing;

/// <summary>Digests as text.</summary>
public static class Sha256Hex
{
    /// <summary>Length of one, in characters.</summary>
    public const int Length = 64;

    /// <summary>True for 64 of 0-9 and a-f.</summary>
    public static bool IsOne(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
