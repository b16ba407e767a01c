namespace Freehold.Inference.Specialists.Extraction;

/// <summary>Numbers as JSON writes them (RFC 8259, section 6), but for exponents.</summary>
internal static class JsonNumber
{
    private const int MaxLength = 32;

    public static bool IsOne(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
            return false;
        if (text is ['-', ..])
            text = text[1..];
        var dot = text.IndexOf('.');
        var whole = dot < 0 ? text : text[..dot];
        return IsDigits(whole) && (whole.Length == 1 || whole[0] != '0') && (dot < 0 || IsDigits(text[(dot + 1)..]));
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
