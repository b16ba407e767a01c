using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Freehold.Wire.Errors;

namespace Freehold.Wire.Requests;

/// <summary>Says what keeps a body from being JSON, and where.</summary>
internal static class MalformedBody
{
    /// <summary>Finds what <see cref="Utf8JsonReader"/> does not look for, or words badly.</summary>
    public static WireError? Check(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty) return RequestErrors.Malformed("the body is empty", 1, 1);
        if (body.StartsWith("\uFEFF"u8))
            return RequestErrors.Malformed("the body starts with a byte order mark, which JSON does not allow", 1, 1);

        // The JSON reader checks UTF-8 only in the strings that it is asked for; the others would reach a provider unchecked.
        return Utf8.IsValid(body) ? null : DescribeInvalidUtf8(body);
    }

    public static WireError Describe(JsonException exception)
    {
        var reason = exception.Message.AsSpan();
        var position = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (position >= 0) reason = reason[..position];
        return RequestErrors.Malformed(
            reason.TrimEnd(". ").ToString(), (exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1);
    }

    private static WireError DescribeInvalidUtf8(ReadOnlySpan<byte> body)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(body[at..], out _, out var length) == OperationStatus.Done) at += length;
        var before = body[..at];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return RequestErrors.Malformed(
            string.Create(CultureInfo.InvariantCulture, $"the byte 0x{body[at]:X2} is not valid UTF-8"),
            before.Count((byte)'\n') + 1,
            at - lineStart + 1);
    }
}
