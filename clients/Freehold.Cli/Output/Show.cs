using System.Globalization;

namespace Freehold.Cli.Output;

/// <summary>Values as people read them.</summary>
internal static class Show
{
    private const string Nothing = "-";
    private const decimal MicroUsdPerUsd = 1_000_000m;

    public static string Text(string? text) => string.IsNullOrEmpty(text) ? Nothing : text;

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Usd(long microUsd) => "$" + (microUsd / MicroUsdPerUsd).ToString("0.00####", CultureInfo.InvariantCulture);

    public static string Milliseconds(double milliseconds) => milliseconds >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms");

    public static string Number(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? Nothing;

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>UTC, so that lines from several machines compare.</summary>
    public static string Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? Nothing;

    /// <summary>The first 12 digits: enough to compare by eye.</summary>
    public static string Digest(string? digest) => digest is null ? Nothing : digest[..Math.Min(12, digest.Length)];
}
