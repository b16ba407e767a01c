using System.Globalization;
using System.Text;

namespace Freehold.Core.Labels.Generation;

/// <summary>Values whose digits check: rules that the grammar names and no list can hold.</summary>
internal static class FormattedValues
{
    private const int FirstYear = 1935;
    private const int LastYear = 2029;

    private static readonly string[] CardPrefixes =
        ["4", "4", "51", "52", "53", "54", "55", "34", "37", "36", "38", "6011", "3528", "3589"];

    // Letters and digits of the national part of each country's IBAN (ISO 13616); 'A' is a letter.
    private static readonly string[] IbanForms =
    [
        "GBAAAA99999999999999", "DE999999999999999999", "FR99999999999999999999999", "ES99999999999999999999", "ITA9999999999999999999999",
        "NLAAAA9999999999", "BE999999999999", "AT9999999999999999", "CH99999999999999999", "SE99999999999999999999", "NO99999999999",
        "DK99999999999999", "FI99999999999999", "PL999999999999999999999999", "CZ99999999999999999999", "HU999999999999999999999999",
        "PT999999999999999999999", "IEAAAA99999999999999", "HR99999999999999999", "SI999999999999999",
    ];

    /// <summary>The maker of rule <paramref name="name"/>, or null.</summary>
    public static Func<Random, string>? Find(string name) => name switch
    {
        "card" => Card,
        "iban" => Iban,
        "year" => random => Year(random).ToString(CultureInfo.InvariantCulture),
        "iso_date" => random => Date(random).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "iso_time" => random => Date(random).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        "us_date" => random => Date(random).ToString("M/d/yyyy", CultureInfo.InvariantCulture),
        "eu_date" => random => Date(random).ToString(random.Next(2) == 0 ? "dd.MM.yyyy" : "dd/MM/yyyy", CultureInfo.InvariantCulture),
        "long_date" => random => Date(random).ToString(random.Next(2) == 0 ? "MMMM d, yyyy" : "d MMMM yyyy", CultureInfo.InvariantCulture),
        "short_date" => random => Date(random).ToString(random.Next(2) == 0 ? "MMMM d" : "d MMM", CultureInfo.InvariantCulture),
        "clock" => random => Date(random).ToString(random.Next(2) == 0 ? "HH:mm" : "h:mm tt", CultureInfo.InvariantCulture),
        "ip" => random => $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}",
        "age" => random => random.Next(16, 98).ToString(CultureInfo.InvariantCulture),
        "number" => random => random.Next(2, (int)Math.Pow(10, random.Next(1, 6)) + 2).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string Card(Random random)
    {
        var digits = CardPrefixes[random.Next(CardPrefixes.Length)];
        var length = digits is "34" or "37" ? 15 : digits is "36" or "38" ? 14 : 16;
        while (digits.Length < length - 1) digits += (char)('0' + random.Next(10));
        var sum = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var doubled = (digits[i] - '0') * ((digits.Length - 1 - i) % 2 == 0 ? 2 : 1);
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        digits += (char)('0' + ((10 - (sum % 10)) % 10));
        return random.Next(4) != 0 ? digits : Grouped(digits, 4, random.Next(2) == 0 ? ' ' : '-');
    }

    private static string Iban(Random random)
    {
        var form = IbanForms[random.Next(IbanForms.Length)];
        var national = string.Concat(form.Skip(2).Select(
            (sign, i) => sign is 'A' && !(i > 3 && form.StartsWith("GB", StringComparison.Ordinal))
                ? (char)('A' + random.Next(26))
                : (char)('0' + random.Next(10))));
        var remainder = 0;
        foreach (var sign in national + form[..2] + "00")
        {
            var value = char.IsDigit(sign) ? sign - '0' : sign - 'A' + 10;
            remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
        }

        var iban = string.Create(CultureInfo.InvariantCulture, $"{form[..2]}{98 - remainder:00}{national}");
        return random.Next(2) == 0 ? iban : Grouped(iban, 4, ' ');
    }

    private static string Grouped(string text, int size, char separator)
    {
        var grouped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (i > 0 && i % size == 0) grouped.Append(separator);
            grouped.Append(text[i]);
        }

        return grouped.ToString();
    }

    private static int Year(Random random) => random.Next(FirstYear, LastYear);

    private static DateTime Date(Random random) =>
        new DateTime(Year(random), 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(random.Next(365)).AddSeconds(random.Next(86_400));
}
