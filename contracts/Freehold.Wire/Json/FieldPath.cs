using System.Globalization;

namespace Freehold.Wire.Json;

/// <summary>
/// Path of a field such as <c>messages[3].content[0].text</c>. It is worded only when an error needs it, so that reading a good
/// request formats nothing.
/// </summary>
/// <param name="Pattern">The path with <c>#</c> in place of each index.</param>
/// <param name="First">The first index.</param>
/// <param name="Second">The second index.</param>
internal readonly record struct FieldPath(string Pattern, int First = 0, int Second = 0)
{
    public static implicit operator FieldPath(string pattern) => new(pattern);

    public override string ToString()
    {
        var first = Pattern.IndexOf('#', StringComparison.Ordinal);
        if (first < 0) return Pattern;
        var second = Pattern.IndexOf('#', first + 1);
        return second < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Pattern.AsSpan(0, first)}{First}{Pattern.AsSpan(first + 1)}")
            : string.Create(CultureInfo.InvariantCulture,
                $"{Pattern.AsSpan(0, first)}{First}{Pattern.AsSpan(first + 1, second - first - 1)}{Second}{Pattern.AsSpan(second + 1)}");
    }
}
