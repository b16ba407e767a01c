namespace Freehold.Core.Labels.Scanning;

/// <summary>The checks of national numbers, each by the rule of the country that issues it.</summary>
internal static class NationalIdChecks
{
    // Verhoeff's dihedral tables (Error Detecting Decimal Codes, 1969): products, and the permutation applied once a place.
    private static ReadOnlySpan<byte> Product => "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210"u8;

    private static ReadOnlySpan<byte> Permutation => "1576283094"u8;

    /// <summary>Numbers whose form and check are proof enough.</summary>
    public static bool IsSure(in DigitRun run) => (run.Count, run.Separator) switch
    {
        (11, '.' or '?' or '-') => IsBrazilian(run) && run.Groups is [3, 3, 3, 2] || IsBelgian(run.Digits) && run.Groups is [2, 2, 2, 3, 2],
        (11, '\0' or ' ') => IsNorwegian(run.Digits),
        (12, ' ' or '-') => run.Groups is [4, 4, 4] && run.Digits[0] >= 2 && IsVerhoeff(run.Digits),
        (13, '.') => run.Groups is [3, 4, 4, 2] && run.Digits is [7, 5, 6, ..] && IsEan(run.Digits),
        (15, '\0' or ' ') => run.Digits[0] is 1 or 2 && IsFrench(run.Digits),
        (18, '\0') => IsDate(run.Digits[8..14], yearFirst: true) && IsChinese(run.Digits[..17], run.Digits[17]),
        (10, '-') => run.Groups is [6, 4] && (IsDate(run.Digits, yearFirst: true) && CheckDigits.Luhn(run.Digits) || IsDate(run.Digits, yearFirst: false)),
        (12, '\0') => false,
        _ => false,
    };

    /// <summary>Numbers that a word must name besides.</summary>
    public static bool IsLikely(in DigitRun run) => run.Count switch
    {
        9 => IsDutch(run.Digits) || CheckDigits.Luhn(run.Digits) || CheckDigits.Weighted(run.Digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0,
        10 => IsBritishHealth(run.Digits) || IsDate(run.Digits, yearFirst: true) && CheckDigits.Luhn(run.Digits),
        11 => IsGerman(run.Digits) || IsPolish(run.Digits) || IsBrazilian(run) || IsTurkish(run.Digits) || IsBelgian(run.Digits),
        12 => run.Digits[0] >= 2 && IsVerhoeff(run.Digits) || IsDate(run.Digits[2..], yearFirst: true) && CheckDigits.Luhn(run.Digits[2..]),
        13 => CheckDigits.Luhn(run.Digits) && IsDate(run.Digits, yearFirst: true),
        _ => false,
    };

    /// <summary>Seventeen digits against the check value, 10 for X (GB 11643, ISO 7064 MOD 11-2); digits as values or as characters.</summary>
    public static bool IsChinese<T>(ReadOnlySpan<T> digits, int check)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        ReadOnlySpan<byte> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (int.CreateTruncating(digits[i]) & 15) * weights[i];

        return (12 - sum % 11) % 11 == check;
    }

    /// <summary>Italy: six letters, year, month letter, day, place, and a check letter (decree of 23 December 1976).</summary>
    public static bool IsCodiceFiscale(ReadOnlySpan<char> chars)
    {
        const string Form = "LLLLLLDDLDDLDDDL";
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
        var sum = 0;
        for (var i = 0; i < Form.Length; i++)
        {
            var c = char.ToUpperInvariant(chars[i]);
            if (Form[i] == 'D' ? !char.IsAsciiDigit(c) : !char.IsAsciiLetterUpper(c))
                return false;

            var value = char.IsAsciiDigit(c) ? c - '0' : c - 'A';
            if (i < Form.Length - 1)
                sum += i % 2 == 0 ? odd[value] : value;
            else if (sum % 26 != value)
                return false;
        }

        return true;
    }

    private static bool IsBrazilian(in DigitRun run)
    {
        var digits = run.Digits;
        return digits.IndexOfAnyExcept(digits[0]) >= 0
            && CheckDigits.Weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10 == digits[9]
            && CheckDigits.Weighted(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10 == digits[10];
    }

    private static bool IsBelgian(ReadOnlySpan<byte> digits)
    {
        var (number, check) = (Number(digits[..9]), Number(digits[9..]));
        return 97 - number % 97 == check || 97 - (2_000_000_000 + number) % 97 == check;
    }

    private static bool IsNorwegian(ReadOnlySpan<byte> digits) =>
        IsDate(digits, yearFirst: false)
        && (CheckDigits.Weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11) == 0
        && (CheckDigits.Weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11) == 0;

    private static bool IsFrench(ReadOnlySpan<byte> digits) => 97 - Number(digits[..13]) % 97 == Number(digits[13..]);

    private static bool IsEan(ReadOnlySpan<byte> digits) => CheckDigits.Weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0;

    private static bool IsDutch(ReadOnlySpan<byte> digits) => CheckDigits.Weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0;

    private static bool IsBritishHealth(ReadOnlySpan<byte> digits) =>
        (11 - CheckDigits.Weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 == digits[9];

    private static bool IsPolish(ReadOnlySpan<byte> digits) => CheckDigits.Weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;

    // ISO 7064 MOD 11,10.
    private static bool IsGerman(ReadOnlySpan<byte> digits)
    {
        var product = 10;
        foreach (var digit in digits[..10])
            product = ((digit + product) % 10 is 0 ? 10 : (digit + product) % 10) * 2 % 11;

        return digits[0] != 0 && (11 - product) % 10 == digits[10];
    }

    private static bool IsTurkish(ReadOnlySpan<byte> digits)
    {
        var odd = CheckDigits.Weighted(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
        var even = CheckDigits.Weighted(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
        return digits[0] != 0 && (odd * 7 - even + 100) % 10 == digits[9] && (odd + even + digits[9]) % 10 == digits[10];
    }

    private static bool IsVerhoeff(ReadOnlySpan<byte> digits)
    {
        var check = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)];
            for (var times = 0; times < i % 8; times++)
                digit = Permutation[digit] - '0';
            check = Product[check * 10 + digit] - '0';
        }

        return check == 0;
    }

    // YYMMDD or DDMMYY at the beginning.
    private static bool IsDate(ReadOnlySpan<byte> digits, bool yearFirst)
    {
        var month = digits[2] * 10 + digits[3];
        var day = yearFirst ? digits[4] * 10 + digits[5] : digits[0] * 10 + digits[1];
        return month is >= 1 and <= 12 && day is >= 1 and <= 31;
    }

    private static long Number(ReadOnlySpan<byte> digits)
    {
        var number = 0L;
        foreach (var digit in digits)
            number = number * 10 + digit;

        return number;
    }
}
