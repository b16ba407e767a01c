namespace Freehold.Core.Labels.Scanning;

/// <summary>The check sums of numbers.</summary>
internal static class CheckDigits
{
    /// <summary>ISO/IEC 7812-1 annex B (Luhn).</summary>
    public static bool Luhn(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)];
            sum += i % 2 == 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }

    /// <summary>ISO 7064 MOD 97-10 as ISO 13616 (IBAN) uses it: the first four characters count last.</summary>
    public static bool Iban(ReadOnlySpan<char> upper)
    {
        var rest = 0;
        for (var i = 0; i < upper.Length; i++)
        {
            var c = upper[(i + 4) % upper.Length];
            rest = char.IsAsciiDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
        }

        return rest == 1;
    }

    /// <summary>The sum of each digit times its weight.</summary>
    public static int Weighted(ReadOnlySpan<byte> digits, ReadOnlySpan<sbyte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += digits[i] * weights[i];

        return sum;
    }
}
