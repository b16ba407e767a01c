using System.Text;
using Freehold.Contracts.Audit;

namespace Freehold.Storage.Audit;

/// <summary>What every store demands of a record and of a query before it looks at them.</summary>
internal static class AuditRules
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Check(AuditRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.OperationId is not { Length: > 0 and <= AuditBounds.MaxOperationIdLength }
            || record.OperationId.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                $"'{record.OperationId}' is no operation id: it must be 1 to {AuditBounds.MaxOperationIdLength} visible ASCII characters.");
        }

        CheckName(record.Actor, nameof(record.Actor));
        CheckName(record.Action, nameof(record.Action));
        CheckName(record.Subject, nameof(record.Subject));
        var bytes = Utf8Length(record.Detail, nameof(record.Detail));
        if (bytes > AuditBounds.MaxDetailBytes || record.Detail.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException($"{nameof(record.Detail)} has {bytes} bytes; it may have {AuditBounds.MaxDetailBytes}, none of them zero.");
    }

    public static void Check(AuditQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > AuditQuery.MaxLimit)
            throw new ArgumentException($"The query's limit is {query.Limit}; it must be 1 to {AuditQuery.MaxLimit}.");
    }

    private static void CheckName(string? text, string field)
    {
        if (text is not { Length: > 0 and <= AuditBounds.MaxNameLength } || text.Any(char.IsControl))
        {
            throw new ArgumentException(
                $"{field} must be 1 to {AuditBounds.MaxNameLength} characters, none of them a control character; it is '{text}'.");
        }

        Utf8Length(text, field);
    }

    // Half a surrogate pair has no UTF-8: a store would keep something else, and the hash would be of that.
    private static int Utf8Length(string? text, string field)
    {
        ArgumentNullException.ThrowIfNull(text, field);
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"{field} holds half a surrogate pair, which is no text.", exception);
        }
    }
}
