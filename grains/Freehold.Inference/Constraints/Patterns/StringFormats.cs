namespace Freehold.Inference.Constraints.Patterns;

/// <summary>
/// JSON Schema's <c>format</c>s as patterns. Each describes texts that are surely of the format; some write it in fewer ways than its
/// RFC allows (an IPv6 address in full, years of four digits without a leading zero), which is no loss to who writes.
/// </summary>
internal static class StringFormats
{
    private const string Date =
        "(?:[1-9]\\d{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))" +
        "|(?:[1-9]\\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)";

    private const string Time = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?(?:Z|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)";
    private const string Label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,20}[A-Za-z0-9])?";
    private const string Hostname = Label + "(?:\\." + Label + "){0,5}";
    private const string Octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["date"] = Date, // RFC 3339, leap days included
        ["time"] = Time,
        ["date-time"] = Date + "T" + Time,
        ["duration"] = "P(?:\\d{1,4}W|\\d{1,4}D(?:T\\d{1,4}[HMS])?|T\\d{1,4}[HMS]|\\d{1,4}[YM](?:\\d{1,4}D)?)", // RFC 3339, appendix A
        ["uuid"] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", // RFC 9562
        ["email"] = "[A-Za-z0-9_%+-]{1,20}(?:\\.[A-Za-z0-9_%+-]{1,20}){0,2}@(?:" + Label + "\\.){1,3}[A-Za-z]{2,10}", // RFC 5321
        ["hostname"] = Hostname, // RFC 1123
        ["ipv4"] = Octet + "(?:\\." + Octet + "){3}",
        ["ipv6"] = "[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}",
        // RFC 3986
        ["uri"] = "https?://" + Hostname + "(?::[1-9]\\d{0,3})?(?:/[A-Za-z0-9._~-]*)*(?:\\?[A-Za-z0-9._~=&-]*)?(?:#[A-Za-z0-9._~-]*)?",
    };

    /// <summary>Names that are known, for refusals.</summary>
    public static string Known { get; } = string.Join(", ", Patterns.Keys.Order(StringComparer.Ordinal));

    /// <summary>The pattern of a format, or null.</summary>
    public static string? Find(string format) => Patterns.TryGetValue(format, out var pattern) ? $"^(?:{pattern})$" : null;
}
