namespace Freehold.Core.Signing;

/// <summary>Text of strangers in messages: short, and in one line.</summary>
internal static class Printable
{
    private const int MaxLength = 80;

    public static string Of(string? text)
    {
        var clean = string.Concat((text ?? "").Take(MaxLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text?.Length > MaxLength ? clean + "..." : clean;
    }
}
