namespace Freehold.Client.Http;

/// <summary>Writes what stands behind the question mark.</summary>
internal static class QueryText
{
    /// <summary>The terms that have a value, with their question mark; empty where none has.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> terms)
    {
        var text = "";
        foreach (var (name, value) in terms)
        {
            if (value is not null) text += $"{(text.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        }

        return text;
    }
}
