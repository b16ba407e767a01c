using System.Text;
using System.Text.Json;
using Freehold.Wire.Errors;
using Freehold.Wire.Json;

namespace Freehold.Wire.Splicing;

/// <summary>Finds in one pass, without building anything, what the gateway needs to know about a provider's answer.</summary>
/// <remarks>Stateless and thread-safe. Chat and legacy completions, whole answers and chunks of streams are all read alike.</remarks>
public static class ResponseReader
{
    /// <summary>Scans a body, or the data of one event.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="scan">What was found.</param>
    /// <returns>False when the body is not one whole JSON object: the upstream is at fault.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, out ResponseScan scan)
    {
        try
        {
            var scanner = new ResponseScanner(body);
            return scanner.TryScan(out scan);
        }
        catch (JsonException)
        {
            scan = default;
            return false;
        }
    }

    /// <summary>The error that a provider reports, to be passed on or logged.</summary>
    /// <param name="body">The body that was scanned.</param>
    /// <param name="scan">Its scan; must be an error.</param>
    /// <param name="status">The upstream's HTTP status; 502 where it says 200 and sends an error inside the stream.</param>
    /// <returns>The provider's message, type, param and code, as far as it gives them.</returns>
    public static WireError ReadError(ReadOnlySpan<byte> body, in ResponseScan scan, int status) =>
        ProviderErrorReader.Read(scan.Error.Of(body), status);

    /// <summary>The text of a string value that was found.</summary>
    /// <param name="body">The body that was scanned.</param>
    /// <param name="range">Range of the value, such as <see cref="ResponseScan.Text"/>.</param>
    /// <returns>The unescaped text; null when the value is absent or not a string.</returns>
    public static string? ReadString(ReadOnlySpan<byte> body, ByteRange range)
    {
        if (!range.IsPresent) return null;
        var reader = new Utf8JsonReader(range.Of(body), WireJson.ReaderOptions);
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? Unescape(ref reader) : null;
    }

    internal static string Unescape(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Invalid UTF-8 or half of an escaped surrogate pair: a provider's fault, which must not cost the whole answer.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
