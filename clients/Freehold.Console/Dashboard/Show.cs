using System.Globalization;

namespace Freehold.WebConsole.Dashboard;

/// <summary>Values as people read them.</summary>
internal static class Show
{
    public const string Nothing = "–";
    private const decimal MicroUsdPerUsd = 1_000_000m;
    private const int DigestDigits = 12;

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Usd(long microUsd) => "$" + (microUsd / MicroUsdPerUsd).ToString("#,0.00####", CultureInfo.InvariantCulture);

    public static string Milliseconds(double milliseconds) => milliseconds >= 10_000
        ? (milliseconds / 1_000).ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : milliseconds.ToString(milliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    public static string Confidence(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? Nothing;

    public static string Digest(string? digest) => digest is null ? Nothing : digest[..Math.Min(DigestDigits, digest.Length)];

    public static string Context(int tokens) => tokens == 0 ? Nothing : Count(tokens);

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string MachineTime(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string Window(int seconds) => seconds switch
    {
        0 => "so far",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"in the last {seconds} seconds"),
        < 7_200 => string.Create(CultureInfo.InvariantCulture, $"in the last {seconds / 60} minutes"),
        _ => string.Create(CultureInfo.InvariantCulture, $"in the last {seconds / 3_600} hours"),
    };
}
