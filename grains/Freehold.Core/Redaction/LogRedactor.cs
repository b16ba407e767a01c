using Freehold.Core.Labels;

namespace Freehold.Core.Redaction;

/// <summary>
/// Takes what names somebody, and secrets, out of text that is kept, as <see cref="OneWayRedactor"/> does. For what others say (errors of
/// providers, comments of feedback), which may repeat a prompt.
/// </summary>
/// <remarks>Thread-safe. Never throws: a text that cannot be analysed is left out as a whole.</remarks>
/// <param name="analyzer">Finds spans.</param>
public sealed class LogRedactor(TextAnalyzer analyzer)
{
    private static readonly Lazy<LogRedactor> Lazily = new(() => new LogRedactor(new TextAnalyzer()));

    private readonly OneWayRedactor _redactor = new(analyzer);

    /// <summary>One with the analyzer that is built in; made when it is first needed.</summary>
    public static LogRedactor Shared => Lazily.Value;

    /// <summary>Longest text that is kept, in characters; the rest is cut off.</summary>
    public const int MaxChars = 8 << 10;

    /// <summary>What stands for a text that could not be analysed.</summary>
    public const string Unreadable = "[redacted]";

    /// <summary>The text as it may be kept; null for null.</summary>
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        var kept = text.AsSpan(0, Math.Min(text.Length, MaxChars));
        try
        {
            var isWhole = kept.Length == text.Length;
            return !_redactor.TryRedact(kept, out var redacted) && isWhole ? text : redacted + (isWhole ? "" : "…");
        }
        catch (Exception)
        {
            return Unreadable;
        }
    }
}
